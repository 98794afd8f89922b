/* The year heard: notes and orchestra behind one small desk, to start, stop, move and turn up. Nothing sounds before a
   press. */
window.artgenSound = (() => {
  const { score } = notes;
  const { render } = orchestra;
  /* How many seconds ahead notes are written: a hidden page is woken once a second at most. */
  const AHEAD = 2.5;

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
    volume = Math.min(1, Math.max(0, loudness)) ** 2;
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
