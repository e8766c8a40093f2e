/** When to try again: doubled and scattered over the whole pause, so that many who failed together do not return together. */
const FIRST_SECONDS = 1;
export const LONGEST_SECONDS = 30;

/** Full jitter: anything between nothing and the doubled pause, and never sooner than the server asks. */
export function pauseSeconds(attempt: number, asked: number, chance: number, longest = LONGEST_SECONDS): number {
  return asked + Math.min(longest, FIRST_SECONDS * 2 ** attempt) * chance;
}

/** Seconds of a Retry-After header; 0 where there is none that makes sense. */
export function askedSeconds(header: string | null): number {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, LONGEST_SECONDS) : 0;
}
