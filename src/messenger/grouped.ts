// One formatter for all: making one takes longer than all the rest of a receipt.
const format = new Intl.NumberFormat('en-US');

/** A number with its thousands set apart: 1,900. */
export function grouped(count: number): string {
  return format.format(count);
}
