/** A time of the day as people write it ("14:30", "2.30pm", "9 am", "1430"), as HH:MM; null when it is none. */
export function readTypedTime(typed: string): string | null {
  const match = /^(\d{1,2})(?:[:.\s]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$/.exec(typed.trim().toLowerCase());
  if (!match) return null;
  const [, hourText = "", minuteText = "00", half] = match;
  let hour = Number(hourText);
  const minute = Number(minuteText);
  if (minute > 59) return null;
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.startsWith("p") ? 12 : 0);
  }
  return hour > 23 ? null : `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
