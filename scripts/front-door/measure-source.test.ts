import { expect, test } from 'vitest';
import { measureSource } from './measure-source.ts';

const text = `/**
 * Two lines above, one beside.
 */
export function outer(): number {
  const inner = () => 1; // beside
  const notAComment = 'https://example.org';

  return inner() + notAComment.length;
}
`;

test('counts lines, functions and lines with comments, and takes no text for a comment', () => {
  expect(measureSource('x.ts', text)).toMatchObject({
    lines: 9,
    textLines: 8,
    commentLines: 4,
    functions: [
      { name: 'outer', line: 4, lines: 6 },
      { name: 'inner', line: 5, lines: 1 },
    ],
  });
});
