import type { ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { useLanguage } from './messages/language.tsx';
import { Trouble } from './notices.tsx';

type Props = {
  readonly words: { readonly title: string; readonly send: string };
  readonly isReady: boolean;
  readonly error: Error | null;
  readonly onSend: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A dialog that takes one step: its fields, what went wrong, and the button that does it. */
export function StepForm({ words, isReady, error, onSend, onClose, children }: Props) {
  const { say } = useLanguage();
  return (
    <Dialog title={words.title} onClose={onClose}>
      <Form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onSend();
        }}
      >
        {children}
        {error ? <Trouble error={error} /> : null}
        <div className="btns">
          <Button type="submit" look="main" isDisabled={!isReady}>
            {words.send}
          </Button>
          <Button onPress={onClose}>{say.inbox.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
