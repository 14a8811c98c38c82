import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { useLanguage } from './messages/language.tsx';

const staysMs = 20_000;

/** Docked at the foot of the list it speaks of. It stays twenty seconds, and while it is pointed at or has the focus. */
export function Toast({ text, onUndo, onGone }: { text: string; onUndo: () => void; onGone: () => void }) {
  const { say } = useLanguage();
  const [isHeld, hold] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(onGone, staysMs);
    return () => clearTimeout(timer);
  }, [isHeld, onGone, text]);
  return (
    <div
      className="toast"
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
    >
      <p role="status">{text}</p>
      <span className="btns">
        <Button hotkey="u" onPress={onUndo}>
          {say.inbox.undo}
        </Button>
        <Button look="bare" onPress={onGone}>
          {say.inbox.dismiss}
        </Button>
      </span>
    </div>
  );
}
