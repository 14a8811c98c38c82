import { Link } from '@tanstack/react-router';
import { useLanguage } from '../ui/messages/language.tsx';
import styles from './reporter-track.module.css';

/** What people who only report see instead of the ten stages. */
export function ReporterTrack() {
  const { say } = useLanguage();
  return (
    <nav className={styles['few']} aria-label={say.nav.label}>
      <Link to="/tell">{say.nav.tell}</Link>
      <Link to="/mine">{say.nav.mine}</Link>
      <Link to="/changing">{say.nav.changing}</Link>
    </nav>
  );
}
