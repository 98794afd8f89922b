/* The year heard: a score made from the page's numbers, and a small orchestra of browser oscillators that plays it.
   Nothing sounds before a press, nothing is random, and the same score always makes the same samples. */
"use strict";

window.artgenSound = (() => {
  /* A bar a month, sixteen places in it. */
  const PLACES = 12 * 16;
  const PLUCKS = 24;
  const PADS = 16;
  /* How many seconds ahead notes are written: a hidden page is woken once a second at most. */
  const AHEAD = 2.5;
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

  /* A room: noise that dies away and darkens, from a fixed seed. */
  const rooms = new Map();
  function room(rate) {
    if (!rooms.has(rate)) {
      const length = Math.round(rate * 2.4);
      const buffer = new AudioBuffer({ length, numberOfChannels: 2, sampleRate: rate });
      const roll = dice(7);
      for (let side = 0; side < 2; side += 1) {
        const samples = buffer.getChannelData(side);
        let dark = 0;
        for (let i = rate * 0.012 | 0; i < length; i += 1) {
          const age = i / length;
          dark += (roll() * 2 - 1 - dark) * (0.55 - 0.45 * age);
          samples[i] = dark * Math.exp(-5.5 * age) * (1 - age);
        }
      }
      rooms.set(rate, buffer);
    }
    return rooms.get(rate);
  }

  /* One voice: a place and a loudness that notes take in turn. Each brings its own tone, so that silence costs nothing. */
  function voice(context) {
    const level = new GainNode(context, { gain: 0 });
    const depth = new GainNode(context, { gain: 0 });
    const place = new StereoPannerNode(context);
    level.connect(place);
    return { level, depth, place, pan: place.pan };
  }

  /* A pluck is a tone that another tone bends at two or three times its pitch; a pad is a plain one. */
  function strike(context, held, note, at, late) {
    const { level, depth, pan } = held;
    const hertz = pitch(note.midi);
    const end = at + note.end - note.t - late;
    const tone = new OscillatorNode(context, { frequency: hertz, type: note.index ? "sine" : "triangle" });
    const sources = [tone];
    tone.connect(level);
    if (note.index) {
      const bent = hertz * note.index;
      const bend = new OscillatorNode(context, { frequency: hertz * note.ratio });
      bend.connect(depth).connect(tone.frequency);
      sources.push(bend);
      depth.gain.setValueAtTime(bent, at);
      depth.gain.setTargetAtTime(bent * 0.08, at, 0.13);
    }
    pan.setValueAtTime(note.pans[0], at);
    if (note.pans[1] !== note.pans[0]) pan.linearRampToValueAtTime(note.pans[1], at + 0.35 * note.ring);
    const risen = at + Math.min(note.attack, (end - at) * 0.45);
    level.gain.setValueAtTime(0, at);
    level.gain.linearRampToValueAtTime(note.level, risen);
    level.gain.setTargetAtTime(0, risen, (note.index ? 0.25 : 0.2) * note.ring);
    level.gain.setTargetAtTime(0, Math.max(risen, end - 0.04), 0.008);
    level.gain.setValueAtTime(0, Math.max(risen, end) + 0.001);
    for (const source of sources) source.start(at);
    for (const source of sources) source.stop(end);
    return sources.map((source) => [source, end]);
  }

  /* Two by two, since sums of more than two would be taken in any order, and would differ in their last digits. */
  function gather(context, nodes) {
    let row = nodes;
    while (row.length > 1) {
      const sums = [];
      for (let i = 0; i < row.length; i += 2) {
        const sum = new GainNode(context);
        row[i].connect(sum);
        if (row[i + 1]) row[i + 1].connect(sum);
        sums.push(sum);
      }
      row = sums;
    }
    return row[0];
  }

  function render(context, { notes, seconds }, from = 0, volume = 1, ahead = Infinity) {
    const begin = context.currentTime + 0.06;
    const voices = Array.from({ length: PLUCKS + PADS }, () => voice(context));
    const mix = gather(context, voices.map((one) => one.place));
    const floor = new BiquadFilterNode(context, { type: "highpass", frequency: 80 });
    const dry = new GainNode(context, { gain: 0.85 });
    /* Low tones stay out of the room, or they would wander from their place. */
    const door = new BiquadFilterNode(context, { type: "highpass", frequency: 320 });
    const echo = new ConvolverNode(context, { buffer: room(context.sampleRate) });
    const wet = new GainNode(context, { gain: 0.5 });
    const limiter = new DynamicsCompressorNode(context, { threshold: -12, knee: 10, ratio: 8, attack: 0.004, release: 0.25 });
    /* Straight up to .7, then bent so that nothing reaches 1. */
    const bow = (x) => Math.sign(x) * (Math.abs(x) < 0.7 ? Math.abs(x) : 0.7 + 0.25 * Math.tanh((Math.abs(x) - 0.7) / 0.25));
    const ceiling = new WaveShaperNode(context, { curve: Float32Array.from({ length: 2049 }, (_, i) => bow(i / 1024 - 1)) });
    const master = new GainNode(context, { gain: volume });
    mix.connect(floor);
    floor.connect(dry);
    floor.connect(door).connect(echo).connect(wet);
    gather(context, [dry, wet]).connect(limiter).connect(ceiling).connect(master).connect(context.destination);
    const sources = [];
    let next = 0;
    const play = (second) => {
      for (; next < notes.length && notes[next].t < second; next += 1) {
        const note = notes[next];
        const late = Math.max(0, from - note.t);
        /* A pluck that is past stays past; a pad goes on. */
        if (late && (note.index || note.end - from < 0.5)) continue;
        sources.push(...strike(context, voices[note.voice], note, begin + Math.max(0, note.t - from), late));
      }
    };
    play(from + ahead);
    return {
      play,
      begin,
      until: seconds + 3,
      setVolume: (level, at = context.currentTime) => master.gain.setTargetAtTime(level, at, 0.03),
      stop(at = context.currentTime) {
        master.gain.setTargetAtTime(0, at, 0.02);
        master.gain.setValueAtTime(0, at + 0.15);
        for (const [source, end] of sources) if (end > at + 0.15) source.stop(at + 0.15);
      },
      leave: () => master.disconnect(),
    };
  }

  let context = null;
  let playing = null;
  let piece = null;
  let from = 0;
  let volume = 0.64;
  let pulse = 0;

  function begin(second) {
    hush();
    from = second;
    /* Notes are written a little ahead, since tones that wait cost as much as tones that sound. */
    playing = render(context, piece, from, volume, AHEAD);
    pulse = setInterval(() => {
      const heard = from + context.currentTime - playing.begin;
      if (heard > playing.until) stop();
      else playing.play(heard + AHEAD);
    }, 500);
  }

  function hush() {
    clearInterval(pulse);
    if (!playing) return;
    const gone = playing;
    playing = null;
    gone.stop();
    if (context.currentTime < gone.begin) gone.leave();
    else setTimeout(gone.leave, 400);
  }

  /* Start a year; false where there is nothing to hear, or nobody has pressed anything yet. */
  function start(data, seconds) {
    if (!data.at.length || (navigator.userActivation && !navigator.userActivation.hasBeenActive)) return false;
    context = context || new AudioContext();
    context.resume();
    piece = score(data, seconds);
    begin(0);
    return true;
  }

  function stop() {
    if (!playing) return;
    hush();
    setTimeout(() => playing || context.suspend(), 500);
  }

  function setVolume(loudness) {
    /* As ears hear it. */
    volume = clamp(loudness, 0, 1) ** 2;
    if (playing) playing.setVolume(volume);
  }

  /* Go on from that second. */
  function at(second) {
    if (playing && Math.abs(second - Math.max(0, context.currentTime - playing.begin + from)) > 0.1) begin(second);
  }

  /* Tell which second is heard; NaN while nothing is. */
  function now() {
    if (!playing || context.state !== "running") return NaN;
    return Math.max(from, from + context.currentTime - (context.outputLatency || 0) - playing.begin);
  }

  /* Make a few activities that differ in one thing, so that a person can learn how it is heard. */
  function example(what) {
    const shows = {
      hour: [3, 7, 11, 15], share: [0.02, 0.2, 1], x: [0.05, 0.5, 0.95], month: [0, 3, 6, 9], moment: [0, 1],
    };
    const steps = shows[what];
    const spaced = what === "month" ? 2 : 1.2;
    const all = (key, usual) => (key === what ? steps : steps.map(() => usual));
    return {
      plain: true, seconds: steps.length * spaced + 2.4, bars: [], at: steps.map((_, turn) => turn * spaced),
      month: all("month", 3), hour: all("hour", 9), share: all("share", 0.4), x: all("x", 0.5), from: all("x", 0.5),
      moment: all("moment", 0),
    };
  }

  return { start, stop, setVolume, at, now, score, render, example };
})();
