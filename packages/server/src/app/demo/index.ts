// The sample workspace: people, words and numbers of our own writing, walked through the real services, so that everything
// it shows was computed by what a real workspace runs on.
import type { Sample } from '../serve.ts';
import { fillWorkspace } from './fill.ts';
import { emptyUnfinished, readSampleState, writeSampleState } from './folder.ts';
import { personas } from './story/cast.ts';

/**
 * How `hearback demo` serves: filled once, before the server starts; found again afterwards. Its end is noted in the folder,
 * so what was given up half way is thrown away and told anew, never taken for the whole.
 */
export function sampleWorkspace(say: (line: string) => void): Sample {
  return {
    people: personas,
    isUnfinished: (home) => readSampleState(home) === 'unfinished',
    startOver: emptyUnfinished,
    fill: async (ground) => {
      if (readSampleState(ground.home) === 'complete') return;
      const onBegin = (): void => {
        say('Writing the sample workspace. This takes some seconds, once.');
        writeSampleState(ground.home, 'unfinished');
      };
      await fillWorkspace({ ...ground, onBegin }, new Date());
      writeSampleState(ground.home, 'complete');
    },
  };
}
