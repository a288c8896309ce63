// Loaded before a collector: the clock of its threads jumps by CLOCK_JUMP_MS a second after the process began.
const now = Date.now;
const jumpAt = now() - performance.now() + 1_000;
const jump = Number(process.env.CLOCK_JUMP_MS);
Date.now = () => (now() < jumpAt ? now() : now() + jump);
