/** A failure as a person reads it. */
import { useTranslation } from 'react-i18next';
import type { Failure } from '../contracts/failure';
import { failureText } from './failures';

export function FailureWords({ failure }: { readonly failure: Failure }) {
  useTranslation(); // follows a change of the language
  const { message, advice } = failureText(failure);
  return (
    <>
      <strong>{message}</strong> {advice}
    </>
  );
}
