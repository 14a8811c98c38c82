import { existsSync } from 'node:fs';

/** Debian's Chromium where it is, else the one that Playwright keeps; it talks to nobody on its own. */
const debian = '/usr/bin/chromium';

export const chromium = {
  ...(existsSync(debian) ? { executablePath: debian } : {}),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
