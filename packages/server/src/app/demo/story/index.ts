// The story of a platform team's first quarter of listening: words and numbers of our own, one file a thread.
import type { Beat } from '../beats.ts';
import { deployPage } from './deploy-page.ts';
import { platform } from './platform.ts';
import { warmImages } from './warm-images.ts';

/** Everything that happens, in no order: each thing says when. */
export const story: readonly Beat[] = [...platform, ...warmImages, ...deployPage];
