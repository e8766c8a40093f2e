/** The page's words in its language, sent along by the server, and numbers and times as it writes them. */
const told = document.getElementById("reader-words")?.textContent ?? "{}";
const words = JSON.parse(told) as Record<string, string>;

export const language = document.documentElement.lang;
const locale = language.startsWith("ar") ? "ar-u-nu-arab" : "en-GB";
const numbers = new Intl.NumberFormat(locale);
const times = new Intl.DateTimeFormat(locale, { timeStyle: "medium", hourCycle: "h23" });
const spans = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

export const say = (name: string): string => words[name] ?? name;
export const number = (value: number): string => numbers.format(value);
export const time = (iso: string): string => times.format(new Date(iso));

/** How long ago, in the largest unit that fits. */
export function age(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return say("just_now");
  if (minutes < 60) return spans.format(-minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? spans.format(-hours, "hour") : spans.format(-Math.round(hours / 24), "day");
}
