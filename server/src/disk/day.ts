// The clock of the machine: no other room may look at it.

/** Today, where the machine stands, as `YYYY-MM-DD`. */
export const currentDay = (): string => {
  const now = new Date();
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};
