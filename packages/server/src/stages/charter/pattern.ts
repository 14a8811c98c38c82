/** A LIKE pattern for text that holds `text` as it is written. */
export function holding(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}
