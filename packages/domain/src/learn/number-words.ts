/** A result as a retrospective repeats it: what was measured, or what those who spoke answered. */
type MeasuredNumber =
  | {
      readonly kind: 'metric';
      readonly metric: string;
      readonly unit: string;
      readonly target: number;
      /** Means of both sides; null where there was nothing to compare. */
      readonly before: number | null;
      readonly after: number | null;
      readonly state: string;
    }
  | {
      readonly kind: 'reporters';
      readonly metric: string;
      readonly state: string;
      readonly answered: {
        readonly asked: number;
        readonly yes: number;
        readonly partly: number;
        readonly no: number;
      };
    };

/** `median wait 11.83 → 9.2 min (target 6): not met`. */
export function numberWords(number: MeasuredNumber): string {
  const result = number.state === 'cant_tell' ? 'can’t tell' : number.state.replaceAll('_', ' ');
  if (number.kind === 'reporters') {
    const { asked, yes, partly, no } = number.answered;
    return `${number.metric}: of ${asked} asked, ${yes} said yes, ${partly} partly, ${no} no: ${result}`;
  }
  const { metric, unit, target, before, after } = number;
  return before === null || after === null
    ? `${metric}: no numbers to compare (target ${rounded(target)} ${unit}): ${result}`
    : `${metric} ${rounded(before)} → ${rounded(after)} ${unit} (target ${rounded(target)}): ${result}`;
}

function rounded(value: number): string {
  return String(Number(value.toFixed(2)));
}
