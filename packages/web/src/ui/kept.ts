/** What a browser keeps between visits, and nothing breaks where it keeps nothing (private windows, blocked storage). */
export function keep(name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`hearback.${name}`);
    else localStorage.setItem(`hearback.${name}`, value);
  } catch {
    // Then it lasts until the page is left.
  }
}

export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(`hearback.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}
