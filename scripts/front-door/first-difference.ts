/** The first line in which two texts differ, as a hint for a person: the line number and both versions of it. */
export function firstDifference(present: string, expected: string): string {
  const [was, willBe] = [present.split('\n'), expected.split('\n')];
  const index = willBe.findIndex((line, at) => line !== was[at]);
  const at = index === -1 ? willBe.length : index;
  return `line ${at + 1}\n  now:      ${was[at] ?? '(ends here)'}\n  expected: ${willBe[at] ?? '(ends here)'}`;
}
