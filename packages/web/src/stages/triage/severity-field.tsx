import { Choice } from '../../ui/choice.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import type { SignalDetail } from './inbox-queries.ts';

type Severity = NonNullable<SignalDetail['severity']>;

const severities: readonly Severity[] = ['critical', 'major', 'minor', 'trivial'];

/** How bad it is, each word with what it means. */
export function SeverityField({
  severity,
  onChange,
}: {
  severity: Severity | null;
  onChange: (severity: Severity) => void;
}) {
  const { say } = useLanguage();
  const { label, names, means, none } = say.severity;
  return (
    <Choice
      label={label}
      options={severities.map((value) => ({ value, name: names[value] }))}
      value={severity}
      onChange={onChange}
      hint={severity ? means[severity] : none}
    />
  );
}
