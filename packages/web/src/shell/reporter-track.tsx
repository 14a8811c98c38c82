import { Link } from '@tanstack/react-router';
import { useLanguage } from '../ui/messages/language.tsx';
import { NarrowMenu } from './narrow-menu.tsx';
import styles from './reporter-track.module.css';

/** What people who only report see instead of the ten stages. */
export function ReporterTrack({ onFind }: { onFind: () => void }) {
  const { say } = useLanguage();
  return (
    <>
      <nav className={styles['few']} aria-label={say.nav.label}>
        <Entries />
      </nav>
      <NarrowMenu title={say.nav.menu} onFind={onFind}>
        <Entries />
      </NarrowMenu>
    </>
  );
}

function Entries() {
  const { say } = useLanguage();
  return (
    <ul>
      <li>
        <Link to="/tell">{say.nav.tell}</Link>
      </li>
      <li>
        <Link to="/mine">{say.nav.mine}</Link>
      </li>
      <li>
        <Link to="/changing">{say.nav.changing}</Link>
      </li>
    </ul>
  );
}
