/** What a guard hears and feels: high and short for yes, low and twice for no. */
export type Signal = "yes" | "no" | "unknown";

const TONES: Record<Signal, readonly { hertz: number; at: number; seconds: number }[]> = {
  yes: [{ hertz: 1320, at: 0, seconds: 0.16 }],
  no: [{ hertz: 220, at: 0, seconds: 0.25 }, { hertz: 180, at: 0.32, seconds: 0.35 }],
  unknown: [{ hertz: 520, at: 0, seconds: 0.12 }, { hertz: 520, at: 0.2, seconds: 0.12 }],
};
const SHAKES: Record<Signal, number[]> = { yes: [60], no: [180, 90, 260], unknown: [60, 60, 60] };

let sound: AudioContext | null = null;

/** Browsers let a page speak only after a touch, so the first touch opens the sound. */
export function openSound(): void {
  sound ??= new AudioContext();
  if (sound.state === "suspended") void sound.resume();
}

export function give(signal: Signal): void {
  navigator.vibrate?.(SHAKES[signal]);
  if (sound?.state !== "running") return;
  for (const { hertz, at, seconds } of TONES[signal]) beep(sound, hertz, sound.currentTime + at, seconds);
}

function beep(context: AudioContext, hertz: number, from: number, seconds: number): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.type = "square";
  tone.frequency.value = hertz;
  loudness.gain.setValueAtTime(0.25, from);
  loudness.gain.exponentialRampToValueAtTime(0.001, from + seconds);
  tone.connect(loudness).connect(context.destination);
  tone.start(from);
  tone.stop(from + seconds);
}
