import { expect, test } from 'vitest';
import { openHouse } from '../../../test/harness.ts';
import { newId } from '../../platform/identifiers/index.ts';
import { threadKinds } from '@hearback/domain/loop';
import { factsOf } from './facts.view.ts';

test('every kind of record can be asked for its facts, and a record that is not there has none', async () => {
  const house = await openHouse();
  const viewpoint = { workspaceId: house.workspaceId, audienceIds: [] };
  for (const kind of threadKinds) {
    const facts = await house.hearback.journal.read(viewpoint, ({ tables, now }) =>
      factsOf(tables, { kind, id: newId(now) }),
    );
    expect(facts, kind).toEqual([]);
  }
  await house.stop();
});
