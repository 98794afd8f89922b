/* The orchestra: a row of browser oscillators in one room, which plays notes into any audio context, an offline one too.
   The same notes always make the same samples. */
const orchestra = (() => {
  const { pitch, dice, VOICES } = notes;

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
    const voices = Array.from({ length: VOICES }, () => voice(context));
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

  return { render };
})();
