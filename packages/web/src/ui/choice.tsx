import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { Text } from 'react-aria-components/Text';
import styles from './choice.module.css';

type Props<Value extends string> = {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly name: string }[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  /** What the chosen one means. */
  readonly hint?: string;
  /** The label beside its options: for one question among several. */
  readonly isRow?: boolean;
};

/** One of a few, all in sight. */
export function Choice<Value extends string>({ label, options, value, onChange, hint, isRow = false }: Props<Value>) {
  return (
    <RadioGroup
      className={isRow ? `field ${styles['row']}` : 'field'}
      value={value}
      onChange={(chosen) => {
        const option = options.find((one) => one.value === chosen);
        if (option) onChange(option.value);
      }}
    >
      <Label>{label}</Label>
      <div className={styles['pick']}>
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className={styles['one'] ?? ''}>
            <span className={styles['dot']} aria-hidden="true" /> {option.name}
          </Radio>
        ))}
      </div>
      {hint ? (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      ) : null}
    </RadioGroup>
  );
}
