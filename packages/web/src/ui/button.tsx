import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';

type Props = Omit<ButtonProps, 'className' | 'style' | 'children'> & {
  /** One `main` per region. */
  readonly look?: 'plain' | 'main' | 'bare';
  /** The key that does the same. */
  readonly hotkey?: string;
  readonly className?: string;
  readonly children: ReactNode;
};

export function Button({ look = 'plain', hotkey, className = '', children, ...rest }: Props) {
  return (
    <AriaButton {...rest} className={`btn ${look === 'plain' ? '' : look} ${className}`.trim()}>
      {children}
      {hotkey ? <kbd aria-hidden="true">{hotkey}</kbd> : null}
    </AriaButton>
  );
}
