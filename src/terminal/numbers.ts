/** Formats a count: `1,234 files`, `1 file`. */
export function counted(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

export function formatNumber(value: number): string {
  // Not toLocaleString: its first call loads the world's languages, which takes longer than a small file.
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}
