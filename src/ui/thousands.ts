/** 25331 -> "25,331". Intl does the same, but its first use blocks the page for a tenth of a second. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
