/** The language of the studio: each is named in itself. */
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language } from '../messages/languages';
import styles from './App.module.css';
import { keepLanguage } from './language';

export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  return (
    <select
      className={styles['language']}
      aria-label={t('app.language')}
      title={t('app.language')}
      value={i18n.language}
      onChange={(event) => void keepLanguage(event.target.value as Language)}
    >
      {Object.entries(LANGUAGES).map(([code, { name }]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
