/** What the sandbox's clock said, and when (milliseconds of this machine) it was read. */
export interface ReadClock {
  now: string;
  readAt: number;
}

/** WoodGrove's time at a moment of this machine. */
export function woodgroveNow(clock: ReadClock, machineNow: number): Date {
  return new Date(Date.parse(clock.now) + (machineNow - clock.readAt));
}

/** A moment as `datetime-local` takes it, in the browser's zone: `2026-11-21T15:04`. */
export function toLocalInput(moment: Date): string {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
