import { Checkbox } from 'react-aria-components/Checkbox';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { switchKeys, useShownKeys } from '../ui/keyboard.ts';
import { useLanguage } from '../ui/messages/language.tsx';
import styles from './keys-dialog.module.css';

/** Every key that works right now, and a switch for all of them. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { say } = useLanguage();
  const { keys, isOn } = useShownKeys();
  return (
    <Dialog title={say.keys.title} onClose={onClose}>
      <p className="quiet">{say.keys.lede}</p>
      <dl className={styles['keys']}>
        {keys.map(({ key, says }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <Checkbox isSelected={isOn} onChange={switchKeys} className={styles['switch'] ?? ''}>
        <span aria-hidden="true" className={styles['box']} />
        {say.keys.switch}
      </Checkbox>
      <div className="btns">
        <Button onPress={onClose} autoFocus>
          {say.keys.close}
        </Button>
      </div>
    </Dialog>
  );
}
