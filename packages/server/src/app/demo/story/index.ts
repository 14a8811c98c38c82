// The story of a platform team's first quarter of listening: words and numbers of our own, one file for each thread or two.
import type { Beat } from '../beats.ts';
import { charterAndRules } from './charter.ts';
import { deployPage } from './deploy-page.ts';
import { didItHelp } from './did-it-help.ts';
import { inProgress } from './in-progress.ts';
import { inbox } from './inbox.ts';
import { knownAnswers } from './known-answers.ts';
import { learned } from './learned.ts';
import { logSearch } from './log-search.ts';
import { noes } from './noes.ts';
import { platform } from './platform.ts';
import { proposals } from './proposals.ts';
import { registryStories } from './registry.ts';
import { resolver } from './resolver.ts';
import { loopItself } from './reviews.ts';
import { train } from './train.ts';
import { voices } from './voices.ts';
import { warmImagesShipped } from './warm-images-shipped.ts';
import { warmImages } from './warm-images.ts';

/** Everything that happens, in no order: each thing says when. */
export const story: readonly Beat[] = [
  ...platform,
  ...charterAndRules,
  ...warmImages,
  ...warmImagesShipped,
  ...deployPage,
  ...resolver,
  ...logSearch,
  ...noes,
  ...knownAnswers,
  ...registryStories,
  ...inProgress,
  ...train,
  ...proposals,
  ...inbox,
  ...voices,
  ...didItHelp,
  ...learned,
  ...loopItself,
];
