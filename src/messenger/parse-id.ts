/** The id that a button or a dialog holds, which is user input; 0, which nothing has, for what is none. */
export function parseId(value: string | undefined): number {
  return /^[1-9]\d{0,8}$/.test(value ?? '') ? Number(value) : 0;
}
