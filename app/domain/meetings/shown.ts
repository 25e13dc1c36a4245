/** A time for a meeting, as a page shows it: the day in ISO text, the time HH:MM in England, 1 for Monday to 7. */
export interface ShownSlot {
  id: string;
  on: string;
  at: string;
  weekday: number;
  minutes: number;
  place: string;
  seatsLeft: number;
}
