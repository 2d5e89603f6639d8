/** The languages the bot speaks, Korean first. */
export type Locale = 'ko' | 'en';
