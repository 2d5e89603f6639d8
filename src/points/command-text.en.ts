import type { CommandLine, commands as korean } from './command-text.ko.ts';

const keeping: CommandLine[] = [
  ['/collab special @kim 50 reason', 'special points, to a whole department if you like'],
  ['/collab hide 123 reason', 'make a message private; /collab show makes it public again'],
  ['/collab cancel 123 reason', 'take points back'],
  ['/collab settings', 'your agency’s rules of the points and its board channel'],
  ['/collab settings tasks', 'your agency’s rules of tasks, exchanges, evaluations and reminders'],
  ['/collab task channel #collab-tasks', 'where news of your agency’s tasks is posted'],
  ['/collab holidays', 'the days off by which working days are counted'],
  ['/collab report 2026-11', 'patterns worth a look'],
  ['/collab parked', 'notifications that could not be sent'],
];

const reading: CommandLine[] = [
  ['/collab statement @kim 2026-11', 'a statement of your agency’s people; the look is logged'],
  ['/collab digest', 'your agency’s weekly digest'],
  ['/collab candidates step 2026', 'candidates and their evidence; rules: /collab candidates criteria'],
  ['/collab performance 인력정책과 2026', 'a department’s performance in points'],
  ['/collab export', 'your agency’s records as CSV or Excel'],
];

const records: CommandLine[] = [
  ['/collab disposal', 'records whose retention period is over, and proposals to dispose of them'],
  ['/collab retention', 'how long each kind of record is kept'],
];

export const commands: typeof korean = {
  examples: {
    give: [
      '/collab give @kim You sent the data within a day and saved our meeting',
      '/collab give 김하늘(중기부) your thanks',
      '/collab give 중기부 인력정책과 your thanks',
    ],
    statement: ['/collab statement', '/collab statement 2026-11', '/collab statement @kim 2026-11'],
    ranking: [
      '/collab ranking',
      '/collab ranking department sent year',
      '/collab ranking person received half all',
      '/collab ranking 2026',
    ],
    cancel: ['/collab cancel', '/collab cancel 123', '/collab cancel 123 sent by mistake'],
    special: [
      '/collab special @kim 50 data for a national task',
      '/collab special 중기부 인력정책과 20 joint inspection',
    ],
    hide: ['/collab hide 123 contains personal data', '/collab show 123 nothing wrong with it'],
    policy: ['/collab settings', '/collab settings tasks', '/collab settings board #collab'],
    patterns: ['/collab report', '/collab report 2026-11'],
  },
  help: {
    fallback: 'Help on Ieum',
    title: '🤝 Collaboration points',
    intro:
      'Thank a colleague of another department or agency for their help: your words, and points with them.',
    commands: [
      ['/collab give @kim your thanks', 'give points; a name or an e-mail address will do too'],
      ['/collab allowance', 'points you can still give this month'],
      ['/collab statement 2026-11', 'what you gave and received'],
      ['/collab ranking department sent year', 'rankings of people and departments'],
      ['/collab department', 'your department’s daily scores; its sheet: /collab performance'],
      ['/collab board', 'public thanks'],
      ['/collab cancel 123', 'take back what you have just sent'],
    ],
    taskTitle: '📋 Tasks, exchanges, evaluations',
    taskButtons: [
      ['my_tasks', 'Tasks'],
      ['register_task', 'Register a task'],
      ['show_exchange', 'Exchanges'],
      ['my_evaluations', 'Evaluations'],
      ['reminder_settings', 'Reminders'],
    ],
    taskCommands: [
      ['/collab task', 'your tasks; with a number, as in /collab task 12, that one'],
      ['/collab task 12 active 60 consultation done', 'say how it goes'],
      ['/collab task register', 'register a new joint task'],
      ['/collab exchange', 'exchanges of officials between agencies'],
      ['/collab evaluation', 'reviews and evaluations to answer, and their results'],
      ['/collab reminders', 'what you are reminded of, and when'],
    ],
    byRole: {
      operator: { title: 'Operators', commands: [...keeping, ...reading] },
      cco: { title: 'CCO', commands: [...reading, ...records] },
      auditor: {
        title: 'Auditors',
        commands: [
          ['/collab access-log @kim 2026-11', 'who looked at or changed whose data'],
          ['/collab statement @kim 2026-11', 'a statement of somebody else; the look is logged'],
          ['/collab digest 중기부', 'an agency’s weekly digest'],
          [
            '/collab candidates 중기부 step 2026',
            'candidates and their evidence; rules: /collab candidates 중기부 criteria',
          ],
          ['/collab performance 중기부 인력정책과 2026', 'a department’s performance in points'],
          ['/collab export', 'records of all agencies and the access log as CSV or Excel'],
          ...records,
        ],
      },
      admin: {
        title: 'Administrators',
        commands: [
          ...keeping,
          [
            '/collab disposal propose messages 2020 reason',
            'propose a disposal; what is due: /collab disposal',
          ],
          [
            '/collab retention messages 10 reason',
            'change a retention period; those of today: /collab retention',
          ],
        ],
      },
    },
    notice: 'Your words are public on the board. Leave out non-public material and personal data.',
  },
  choice: {
    title: (typed) => `Several people go by “${typed}”. Whom do you mean?`,
    more: (count) =>
      `There are ${count} more. If yours is missing, add the department, as in 김하늘(중기부).`,
    untyped: 'Whom do you mean?',
  },
  nobody: {
    title: (typed) =>
      typed.trim() === ''
        ? 'The receiver is not in the directory.'
        : `No person or department goes by “${typed}”.`,
    advice:
      'Begin with the receiver’s name, together with the agency or department, as in 김하늘(중기부), or write their e-mail address. No points were sent.',
  },
  usage: {
    titles: {
      give: 'Please write who receives, and your thanks.',
      statement: 'Please write the month like 2026-11.',
      ranking:
        'Please choose only one of each: person or department; received or sent; a period (month, half, year, or a past year like 2026); agency or all.',
      cancel: 'Please write the number of what to take back. Without one, it is the last you sent.',
      special: 'Please write the person or department, the points for each, and the reason.',
      hide: 'Please write the message’s number, which is on the board, and the reason.',
      policy: 'Open the settings, or name the channel to use as the board.',
      patterns: 'Please write the month like 2026-11.',
    },
    example: 'For example',
  },
  unknownWord: {
    title: (word) => `“${word}” is not a command.`,
    nearest: (word) => `Did you mean /collab ${word}?`,
    help: 'To see all commands, write /collab and nothing else.',
  },
};
