/* The notes of a year: a score made from the page's numbers. Nothing in it is random: the same year is the same piece. */
const notes = (() => {
  /* A bar a month, sixteen places in it. */
  const PLACES = 12 * 16;
  const PLUCKS = 24;
  const PADS = 16;
  /* The hour of the highest register; twelve hours later is the lowest. */
  const HIGH = 15;
  /* Winter is D dorian, spring C ionian, summer F lydian, autumn A aeolian: the tones that plucks walk on, the one that
     is home, the quiet chord below, and the two tones that take turns at its top. Each walk has five tones, none of them
     a half-tone apart, so that nothing rubs in a crowd. */
  const SEASONS = [
    { walk: [2, 5, 7, 9, 0], home: 2, chord: [50, 53, 60, 64], tops: [69, 67] },
    { walk: [0, 2, 4, 7, 9], home: 0, chord: [48, 52, 59, 62], tops: [67, 69] },
    { walk: [7, 9, 11, 2, 4], home: 9, chord: [53, 57, 64, 67], tops: [71, 69] },
    { walk: [9, 0, 2, 4, 7], home: 9, chord: [45, 52, 60, 67], tops: [71, 69] },
  ];
  const CLOSE = [41, 53, 57, 64, 67];
  /* G, A, D, in short, short, long: they are in every walk, so the motif is the same all year. */
  const MOTIF = [[79, 1], [81, 2], [86, 3]];
  const RHYTHMS = [[2, 1, 1], [3, 1, 2], [1, 1, 2], [2, 2, 1, 1]];

  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  const known = (value, middle) => (Number.isFinite(value) ? value : middle);
  const pitch = (midi) => 440 * 2 ** ((midi - 69) / 12);

  function dice(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  function seed(text) {
    let sum = 0x811c9dc5;
    for (let i = 0; i < text.length; i += 1) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
    return sum;
  }

  /* The activities of a page's data as rows, with a sensible middle for what is unknown. */
  function read(data, seconds) {
    return data.at.map((at, n) => ({
      n,
      t: (at * seconds) / data.seconds,
      beat: beat(data, n),
      mode: SEASONS[Math.floor(((data.month[n] + (data.south ? 7 : 1)) % 12) / 3)],
      height: Math.cos(((known(data.hour[n], HIGH - 6) - HIGH) / 12) * Math.PI),
      share: Math.sqrt(clamp(known(data.share[n], 0.4), 0, 1)),
      pans: [known(data.from[n], known(data.x[n], 0.5)), known(data.x[n], 0.5)].map((x) => clamp(x * 2 - 1, -1, 1) * 0.9),
      moment: data.moment[n],
    }));
  }

  /* Which of a bar's sixteen places an activity stands on. */
  function beat({ at, bars, month, seconds }, n) {
    if (!bars.length) return 0;
    const begins = bars[month[n]];
    const ends = month[n] < 11 ? bars[month[n] + 1] : seconds;
    return Math.round(Math.max(0, 16 * (at[n] - begins)) / Math.max(0.01, ends - begins));
  }

  /* The tone of the walk that is nearest to the register, and not one of those just heard. */
  function choose(walk, wanted, heard, roll) {
    let best = 0;
    let least = Infinity;
    for (let midi = 50; midi <= 91; midi += 1) {
      const ago = heard.lastIndexOf(midi);
      const stale = ago < 0 ? 0 : 6 - 1.5 * (heard.length - 1 - ago);
      const cost = Math.abs(midi - wanted) + Math.max(0, stale) + roll();
      if (walk.includes(midi % 12) && cost < least) [best, least] = [midi, cost];
    }
    heard.push(best);
    if (heard.length > 4) heard.shift();
    return best;
  }

  function climb(walk, from, steps) {
    let midi = from;
    for (let left = Math.abs(steps); left > 0; left -= 1) do midi += Math.sign(steps); while (!walk.includes(midi % 12));
    return midi;
  }

  function plucks(rows, seconds, roll, plain) {
    const many = rows.length;
    const thick = clamp(1.25 - 0.32 * Math.log10(many / 6), 0.5, 1.25);
    const size = plain ? 1 : clamp(Math.round(48 / (many + 2)), 1, 16);
    const step = seconds / PLACES;
    const heard = [];
    const notes = [];
    rows.forEach((row, turn) => {
      const { walk, home } = row.mode;
      const base = choose(walk, 69 + 12 * row.height, heard, roll);
      const until = turn + 1 < many ? rows[turn + 1].t : seconds - 1.4;
      const room = Math.min(until - row.t, many > 1 ? 6 : seconds);
      const bells = row.moment ? MOTIF.map(([midi, place]) => [midi, row.t + Math.max(0.15, 2 * step) * place]) : [];
      const rhythm = RHYTHMS[Math.floor(roll() * RHYTHMS.length)];
      /* In a crowd a pulse stands out, and what shares its place shimmers behind it. */
      const first = !turn || rows[turn - 1].beat !== row.beat;
      const accent = many < 60 ? 1 : (first ? [1.3, 0.6, 0.85, 0.6][row.beat % 4] : 0.42) * (0.7 + 0.4 * row.share);
      const beats = [0];
      for (let i = 0; i < size; i += 1) beats.push(beats[i] + rhythm[i % rhythm.length]);
      for (let i = 0; i < size; i += 1) {
        const last = size > 3 && i === size - 1;
        const t = row.t + Math.max(i, Math.round((room * 0.9 * beats[i]) / beats[size] / step)) * step;
        /* An answer waits until the bells are done, and gives way to the next activity. */
        if (i && (t > until - step || (bells.length && t < bells[2][1] + step))) continue;
        /* A chord broken into a zigzag: what is low climbs and what is high sinks, to come home at the end. */
        const arch = Math.round(3 * Math.sin((Math.PI * i) / Math.max(size - 1, 1))) + [0, 1, -1, 1][i % 4];
        let midi = climb(walk, base, last ? 0 : base < 72 ? arch : -arch);
        if (last && turn === many - 1) midi += ((((home - base) % 12) + 18) % 12) - 6;
        const weight = i === 0 ? 0.75 + 0.35 * row.share : last ? 0.62 : 0.5;
        notes.push({
          n: row.n, kind: i ? "answer" : "note", midi, pans: row.pans.map((pan) => (i ? 0.4 * pan : pan)), t,
          ring: (0.45 + 2.3 * row.share) * thick * (i ? 0.8 : 1), attack: 3 / pitch(midi),
          level: weight * accent * (0.93 + 0.14 * roll()) * 2 ** ((66 - midi) / 36),
          ratio: 2, index: (many < 60 ? 1.3 : 0.9) * 2 ** ((66 - midi) / 30),
        });
      }
      bells.forEach(([midi, t], i) => notes.push({
        n: row.n, kind: "motif", midi, pans: row.pans, t, ring: i < 2 ? 1.6 : 3, level: 0, attack: 0.004,
        ratio: 3, index: 0.7,
      }));
    });
    return notes;
  }

  function pads(rows, seconds) {
    const turns = [{ t: 0, mode: rows[0].mode }];
    for (const { t, mode } of rows) {
      const now = turns[turns.length - 1];
      if (mode !== now.mode && (t - now.t > 1.2 || turns.length === 1)) turns.push({ t, mode });
    }
    const end = seconds - 2.6;
    const notes = [];
    const swell = (tones, t, long) => tones.forEach((midi, i) => [1, -1].slice(i ? 0 : 1).forEach((side) => {
      const pan = i ? side * (0.75 - 0.1 * i) : 0;
      notes.push({
        n: -1, kind: "pad", midi: midi + 0.04 * side, pans: [pan, pan], t, ring: long * 1.5, attack: long * 0.45,
        level: i ? 1 : 0.8, ratio: 1, index: 0,
      });
    }));
    turns.forEach(({ t, mode }, i) => {
      const long = Math.min(end, i + 1 < turns.length ? turns[i + 1].t : end) - t;
      const parts = Math.max(1, Math.ceil(long / 4));
      for (let part = 0; part < parts && long > 0.3; part += 1) {
        swell([...mode.chord, mode.tops[part % 2]], t + (part * long) / parts, long / parts);
      }
    });
    swell(CLOSE, end, 2.8);
    return notes;
  }

  /* Set one group of notes to a loudness (root mean square over the whole piece), whatever the crowd. */
  function balance(notes, seconds, loudness) {
    let energy = 0;
    for (const { level, ring, attack } of notes) energy += level * level * (attack > 0.1 ? ring / 6 : ring / 16);
    for (const note of notes) note.level *= loudness * Math.sqrt(seconds / energy);
  }

  /* Give every note a voice: a free one, else the one that has rung longest lets its tone go a moment before. */
  function allot(notes, first, count) {
    const last = new Array(count).fill({ t: -2, end: -1 });
    for (const note of notes) {
      const wear = last.map(({ t, end }) => (end < note.t ? -1 : t));
      const voice = wear.indexOf(Math.min(...wear));
      last[voice].end = Math.min(last[voice].end, note.t - 0.01);
      note.end = note.t + note.ring;
      note.voice = first + voice;
      last[voice] = note;
    }
  }

  function score(data, seconds = data.seconds) {
    const rows = read(data, seconds);
    if (!rows.length) return { seconds, notes: [] };
    const tones = plucks(rows, seconds, dice(seed(JSON.stringify(data))), data.plain);
    const bed = pads(rows, seconds);
    const fullness = Math.log10(rows.length) / Math.log10(600);
    balance(tones, seconds, 0.04 * 10 ** (0.24 * fullness));
    balance(bed, seconds, 0.02);
    for (const note of tones) if (note.kind === "motif") note.level = 0.06 * 1.6 ** fullness;
    const inTime = (one, other) => one.t - other.t;
    allot(tones.sort(inTime), 0, PLUCKS);
    allot(bed.sort(inTime), PLUCKS, PADS);
    return { seconds, notes: [...tones, ...bed].sort(inTime).filter(({ t, end }) => end - t > 0.03) };
  }

  return { score, pitch, dice, VOICES: PLUCKS + PADS };
})();
