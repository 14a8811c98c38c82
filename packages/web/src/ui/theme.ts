import { keep, kept } from './kept.ts';

type Theme = 'light' | 'dark';

const root = document.documentElement;

/** The theme follows the system until the reader chooses one. */
export function applyKeptTheme(): void {
  const theme = kept('theme');
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
}

export function switchTheme(): void {
  const theme: Theme = isDark() ? 'light' : 'dark';
  root.dataset['theme'] = theme;
  keep('theme', theme);
}

function isDark(): boolean {
  const chosen = root.dataset['theme'];
  return chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
}
