/** Keys and the names in braces are checked against the English messages. */
import 'i18next';
import type { en } from './en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'studio';
    resources: { studio: typeof en };
    interpolationFormatTypeMap: { thousands: number };
  }
}
