import type { AimName } from './aims.ts';

/** A seed that meets a bug we once had. */
export interface Regression {
  readonly cause: string;
  readonly seed: number;
  /** How the seed was drawn when it failed: with crashes in any case (`drawHarsh`), as it came before anybody was erased, so with identity by scores, with erasures, with contacts, or for an aim, also with contacts beside it. */
  readonly drawn: 'harsh' | 'plain' | 'scored' | 'erasing' | 'contacts' | { readonly aim: AimName; readonly contacts?: true };
}

/** Bugs that the simulation found in our own code, with a seed that meets them; `mutants/` plants most of them again. */
export const regressions: readonly Regression[] = [
  { cause: 'golden that came back to what the only link asserted long ago was not delivered', seed: 42, drawn: 'harsh' },
  { cause: 'twins whose first announcer had died were created side by side', seed: 30, drawn: 'harsh' },
  { cause: 'packs of a page that was handed over under another lease hid others that were missing', seed: 1, drawn: 'harsh' },
  { cause: 'a create whose later try landed was taken for the try before it, and what it had sent besides became a person’s edit', seed: 1049, drawn: 'plain' },
  {
    cause: 'a record that stayed in a split entity named the id that the part that left got back, and was in both: its deliveries were put off for ever',
    seed: 100,
    drawn: 'plain',
  },
  { cause: 'a value in doubt in a record that a merge had made the second of its system was neither asked again nor told to anybody', seed: 1281, drawn: 'plain' },
  { cause: 'what we had made at a target became known after its source was deleted, and nobody deleted it', seed: 1211, drawn: 'plain' },
  { cause: 'the page of a dead letter brought back a record that was long deleted', seed: 1074, drawn: 'plain' },
  { cause: 'a person’s edit of what we had just made, doubted at our first read, counted as older than what it had replaced, and lost', seed: 1213, drawn: 'plain' },
  { cause: 'the oracle blamed a create for what only another worker’s search had shown, after the maker had looked', seed: 1283, drawn: 'plain' },
  { cause: 'a record whose page was still under way when a person deleted it counted as made again, although nobody could have known of it', seed: 1300, drawn: 'plain' },
  { cause: 'a clear that lost to an edit whose author saw an empty cell, and that lost in its turn, counted as lost', seed: 329, drawn: 'scored' },
  { cause: 'a first pass that went on where another had died missed all that it had read, no brake weighed that, and it was deleted elsewhere', seed: 40018, drawn: 'plain' },
  { cause: 'a record of ours whose fold was lost with a change was deleted by a person, and made again: only an audit could have told', seed: 60319, drawn: 'plain' },
  { cause: 'a document that followed its merged customer to another record when an old message came again counted as noise', seed: 80022, drawn: 'plain' },
  { cause: 'a delivery that asked a system nothing proved to us that it answered again: all that was parked was sent, and the waits began anew', seed: 80089, drawn: 'plain' },
  { cause: 'our clock jumped over the time in which a write could land, and what landed was taken for a person’s edit', seed: 80055, drawn: 'plain' },
  {
    cause: 'a person’s record that looked like a create of ours in flight was adopted, although the system keeps our names and it bore none; ours became a person’s',
    seed: 80229,
    drawn: 'plain',
  },
  { cause: 'documents that waited for a customer were not told when its record, which had counted as gone, came back', seed: 90105, drawn: 'plain' },
  { cause: 'a record found while another worker had just made it was held against an older try, and what the newer had sent besides became an edit', seed: 90234, drawn: 'plain' },
  { cause: 'both tries of a create landed since our clock jumped, a workflow edited the second, and it was blamed on us', seed: 10187, drawn: 'plain' },
  { cause: 'a value in doubt that a split left without anybody who stands for it was neither asked about nor taken out', seed: 60324, drawn: 'plain' },
  {
    cause: 'a worker died before it had announced a record, which was then edited: its message came again, found an edit and announced nothing, and twins stayed two',
    seed: 10807,
    drawn: 'plain',
  },
  { cause: 'our clock jumped over the wait for a create, both tries landed, and the second became a person’s record whose cut texts were golden', seed: 1198, drawn: 'plain' },
  { cause: 'a delivery’s look and one sweep made two misses while our clock jumped, and records that a listing had hidden were deleted elsewhere', seed: 10957, drawn: 'plain' },
  { cause: 'a record whose writer died before its entity knew of it was deleted by a person, missed by a sweep, and made again', seed: 20713, drawn: 'plain' },
  {
    cause: 'what a person put into a record of ours before we had read it counted as put into an empty cell, and the clear that it displaced elsewhere was in no log',
    seed: 22216,
    drawn: 'plain',
  },
  { cause: 'a record that a listing hid while its customer was deleted elsewhere came back, and nobody deleted it until an old message came', seed: 23377, drawn: 'plain' },
  {
    cause: 'a document whose customer was split and merged followed to the customer’s other record when an old message came, and it counted as noise',
    seed: 22886,
    drawn: 'plain',
  },
  {
    cause: 'two workers made a route live at the same moment and each counted a look as done: the second look, for what the index did not show yet, never came',
    seed: 12119,
    drawn: 'plain',
  },
  { cause: 'an audit told a version whose change was only late as if nothing had been before, and a fact was missed that nobody owed', seed: 20078, drawn: 'plain' },
  { cause: 'a record of ours without an answer, of which a workflow and a person had rewritten most before we were shown it, was blamed on us', seed: 1089, drawn: 'plain' },
  { cause: 'a record deleted after its reader had died between it and its keys counted as made again, although its twin could not find it', seed: 10833, drawn: 'plain' },
  { cause: 'an approval asked for a customer whose record was stored and not folded yet counted as pending, although none was', seed: 30127, drawn: 'plain' },
  { cause: 'a person edited a new record before we read it back, and what we read counted as the system’s own form of what we had sent', seed: 30417, drawn: 'plain' },
  { cause: 'a document waited for a record that was stored and not folded yet, and nobody told it when its customer was founded', seed: 30477, drawn: 'plain' },
  { cause: 'a clear that lost to an edit of an emptied cell, which was edited once more, counted as lost', seed: 3024, drawn: { aim: 'one cell' } },
  { cause: 'the only document of a system was hidden for longer than two sweeps, which no brake stops, and its delete elsewhere was blamed on us', seed: 32025, drawn: 'plain' },
  {
    cause: 'a try of a create that was not sent voided the slot of an earlier one without an answer, and what that had made, shown later, became a person’s',
    seed: 40237,
    drawn: 'plain',
  },
  { cause: 'the answer of a create named the record, the look at it failed, and the name was forgotten: people rewrote it, and it became a person’s', seed: 50492, drawn: 'plain' },
  {
    cause: 'the answer of a create named the record, its system did not show it yet, and the name was forgotten: a person renamed it, and it became a person’s',
    seed: 821166,
    drawn: 'contacts',
  },
  {
    cause: 'our own table was busy while a system was read, that was blamed on the system, and its deliveries waited for ten minutes more',
    seed: 40668,
    drawn: 'plain',
  },
  { cause: 'a value that people undid four times in one system counted as given up for nothing', seed: 40971, drawn: 'plain' },
  {
    cause: 'a worker died before its entity knew of what it had made, the change was lost, and no delivery joined that; an audit did, and nobody compared',
    seed: 60765,
    drawn: 'plain',
  },
  {
    cause: 'a customer that was merged twice and split off again had a hole in its history: its redirect had got the version of whom it was merged with',
    seed: 62913,
    drawn: 'plain',
  },
  {
    cause: 'what we had written into a record while it was merged still counted as who it is after a split, and its customer was joined to a stranger by it',
    seed: 1,
    drawn: { aim: 'strangers merged' },
  },
  {
    cause:
      'a person’s record beside a create that never arrived was taken for ours: its values counted as edits of people who had seen ours, and what they replaced was not logged',
    seed: 401503,
    drawn: 'erasing',
  },
  {
    cause: 'what a person’s record left empty, which was taken for ours, counted as cleared, and was emptied everywhere',
    seed: 1,
    drawn: { aim: 'entered beside creates' },
  },
  {
    cause: 'a write that was given up landed after the next had been answered, and counted as a person’s, who had seen the edit that it replaced',
    seed: 404723,
    drawn: 'erasing',
  },
  {
    cause: 'our clock jumped past the wait for a create and back before its call: another worker had taken its slot over meanwhile, and both made the record',
    seed: 600706,
    drawn: 'erasing',
  },
  { cause: 'a create was sent whose slot another worker had taken over since our clock jumped', seed: 8, drawn: { aim: 'creates taken over' } },
  { cause: 'a write that was given up, and landed past others, counted as what a person had said last', seed: 52, drawn: { aim: 'late landings' } },
  { cause: 'a value was sent twice and landed late, and the second landing counted as an edit', seed: 240, drawn: { aim: 'late landings' } },
  { cause: 'a write without an answer landed past a value that had been in doubt, and counted as an edit', seed: 268, drawn: { aim: 'late landings' } },
  {
    cause: 'our clock was set back between two looks at an open write, and another took its place: what it had sent was forgotten, and counted as an edit',
    seed: 4,
    drawn: { aim: 'late landings' },
  },
  {
    cause: 'a write that was given up landed in its system’s form, and the edit that it displaced in that very cell was in no log',
    seed: 900024,
    drawn: { aim: 'late landings' },
  },
  { cause: 'whoever put something over a late landing counted as having seen the golden value before it', seed: 189, drawn: { aim: 'late landings' } },
  {
    cause: 'what stood over a write without an answer counted as an edit by somebody who had seen the empty cell before it: the clear that it displaced was not logged',
    seed: 412865,
    drawn: 'erasing',
  },
  {
    cause: 'a person who put a value over one of ours, whose answer was lost, counted as having seen that it had been cleared elsewhere',
    seed: 3,
    drawn: { aim: 'cleared beside lost answers' },
  },
  {
    cause: 'our clock jumped over the wait for a document, the second went to another system as a person’s, and stood there beside the first, which the oracle blamed',
    seed: 414656,
    drawn: 'plain',
  },
  {
    cause: 'our clock jumped over the wait for a document, and the second, which bears our name, went to the other systems as a person’s',
    seed: 800487,
    drawn: 'plain',
  },
  {
    cause: 'a second document where no name of ours is kept was not made where our search shows the first, and the oracle did not know the failure that says so',
    seed: 12,
    drawn: { aim: 'documents made twice' },
  },
  { cause: 'an erasure took away when documents had begun to name the person', seed: 128, drawn: 'erasing' },
  { cause: 'whom somebody merged with a person who was just being erased was left in keys and create slots', seed: 324, drawn: 'erasing' },
  { cause: 'two workers took one step of an erasure, the one that was further died before it had told anybody, and the erasure stood still for good', seed: 326, drawn: 'erasing' },
  { cause: 'a worker died after it had taken a person away, and the receipt told of nobody', seed: 432, drawn: 'erasing' },
  { cause: 'who was erased here and entered anew elsewhere got a second record beside the one that was left standing', seed: 550, drawn: 'erasing' },
  { cause: 'who was entered anew while an erasure had the old record deleted got a second one beside it', seed: 31, drawn: { aim: 'erasures' } },
  { cause: 'an erasure took a record out of a page that was a dead letter, and the outcomes of its pass no longer added up', seed: 70966, drawn: 'erasing' },
  { cause: 'a receipt said deleted of a record that a look had missed, and that its listing only hid', seed: 60265, drawn: 'erasing' },
  { cause: 'an edit of what we had made for an erased person and never got to know counted as lost', seed: 7171, drawn: { aim: 'erasures' } },
  { cause: 'a person split a record off after the first of an erased person’s had gone, and it was taken away all the same', seed: 70634, drawn: 'erasing' },
  { cause: 'whom an erased person had been parted from was merged with a third, and its history of their time together was left', seed: 802945, drawn: 'erasing' },
  { cause: 'evidence and questions told what a record had shown while it was one with an erased person', seed: 160, drawn: { aim: 'erased after parting' } },
  { cause: 'a record that was stored as an erased person’s, and never folded, counted as somebody else’s that was lost', seed: 70420, drawn: 'erasing' },
  {
    cause: 'who was to be erased was merged with somebody older and parted again: the other was erased, and who had been named stood under a tombstone',
    seed: 501402,
    drawn: 'contacts',
  },
  { cause: 'whom a person had parted again from who was to be erased was erased, too, and nobody had refused that', seed: 501853, drawn: 'contacts' },
  { cause: 'what a write in flight had put into a record that was hidden until it counted as gone became a person’s edit', seed: 453, drawn: 'contacts' },
  { cause: 'a search by a shared mailbox found a colleague, whose record was taken for what a create had made', seed: 22, drawn: { aim: 'shared mailbox' } },
  {
    cause: 'a search by a shared mailbox showed what another create had just made for a colleague, whose name it bears, and it was taken for this one’s',
    seed: 960038,
    drawn: { aim: 'shared mailbox' },
  },
  { cause: 'a search by a shared telephone showed what two creates without an answer had made, each under its own name, and the one took both', seed: 821010, drawn: 'contacts' },
  { cause: 'somebody entered with the name and the mailbox that were corrected in two systems stayed a second contact', seed: 33, drawn: { aim: 'mailboxes corrected' } },
  { cause: 'a colleague’s mailbox counted as our name being taken', seed: 36, drawn: { aim: 'mailboxes corrected' } },
  {
    cause: 'a colleague who had entered the shared mailbox with a capital showed it in small letters, and the oracle blamed that on the erasure of the other',
    seed: 501841,
    drawn: 'contacts',
  },
  { cause: 'of two who had entered one name the conflict log held the one whose name was golden, and the oracle missed the other', seed: 502978, drawn: 'contacts' },
  {
    cause: 'two people cleared one value that the system of one cuts short, the later clear was golden and lost, and the oracle missed the other in the log',
    seed: 960007,
    drawn: { aim: 'twins apart', contacts: true },
  },
  { cause: 'a create’s search showed a record that was written before it was taken in, and what had stood there counted as a new edit', seed: 6120, drawn: 'contacts' },
  {
    cause: 'an approval was asked for just before an edit of the record that the held value was from was taken in, and the edit was in no log',
    seed: 800634,
    drawn: 'contacts',
  },
  { cause: 'a value in doubt in a field that waits for an approval was told to nobody', seed: 50, drawn: { aim: 'approvals pending' } },
  {
    cause: 'a person put in just what a lost write had sent, counted as ours, and it was taken out unsaid once whoever had said it first was split off',
    seed: 821199,
    drawn: 'plain',
  },
  {
    cause: 'a sweep that ended while our clock was ahead put off the next until the clock had caught up: a delete became known when old messages came again',
    seed: 960034,
    drawn: { aim: 'time jumps', contacts: true },
  },
  {
    cause: 'a contact followed from the record of a customer that was split off, and erased since, and the oracle looked for the split in what the erasure had taken away',
    seed: 960001,
    drawn: { aim: 'erased after parting', contacts: true },
  },
  {
    cause: 'what we had sent into the record of whoever had been one with an erased customer, and nobody could tell from an edit, stood in the conflict log of that one',
    seed: 961000,
    drawn: { aim: 'erased after parting', contacts: true },
  },
  { cause: 'a record that counted as gone and came back led its system beside another that had come to lead meanwhile', seed: 822444, drawn: 'contacts' },
  { cause: 'the same, where a merge had brought the other', seed: 3, drawn: { aim: 'merged while hidden' } },
  {
    cause: 'a customer that another’s record had kept out of a system was not made there when that record was deleted, only when old messages came again',
    seed: 11,
    drawn: { aim: 'toggles, splits and merges' },
  },
  {
    cause: 'a write without an answer landed on top of a later one, in the form in which its system was known to keep it, and was golden as a person’s edit',
    seed: 857504,
    drawn: { aim: 'answers lost' },
  },
  {
    cause: 'a record that came to be known between the first sweep that missed its system and the second counted as weighed by the brake at the first',
    seed: 971206,
    drawn: { aim: 'hidden from hints first', contacts: true },
  },
  {
    cause: 'a person’s record that a listing had shown before a create began was taken for what that had made without an answer, and our own became a person’s',
    seed: 972009,
    drawn: { aim: 'mailboxes corrected', contacts: true },
  },
  {
    cause: 'of two records of one name and telephone on a page the first was taken for what a create without an answer had made, though the other shows all that was sent',
    seed: 980013,
    drawn: { aim: 'mailboxes corrected', contacts: true },
  },
  {
    cause: 'a document that another worker’s clock had read before its create began, as it said, counted as a person’s, and was made once more elsewhere',
    seed: 862183,
    drawn: 'contacts',
  },
  {
    cause: 'two workers made one customer: the record that led it went between them, so that each hung its create on another record and saw no slot',
    seed: 859014,
    drawn: 'plain',
  },
  {
    cause: 'where no name of ours is kept, a contact was made beside the record that was left of one whom a person had deleted elsewhere',
    seed: 876837,
    drawn: 'contacts',
  },
  {
    cause: 'a delete was carried to a record that another worker was just writing to: what that had sent was forgotten, and counted as a person’s edit',
    seed: 4,
    drawn: { aim: 'shown after deletes' },
  },
  {
    cause: 'the mailbox that a search goes by was corrected in what a create without an answer had made, another was made, and the first, which bears our name, became a person’s',
    seed: 882082,
    drawn: 'contacts',
  },
  {
    cause: 'what a system had cut short in a record of ours, of which a person had rewritten most before we were shown it, was golden as his word, and was blamed on us',
    seed: 890298,
    drawn: 'plain',
  },
  {
    cause: 'a person put back a tag that a write without an answer had taken out (N2), and the oracle knew that of whole texts alone',
    seed: 893180,
    drawn: 'plain',
  },
  {
    cause: 'the run ended before the tick took up an erasure that stood still: its message came twice, one worker could not send the next, the other took the message away',
    seed: 896608,
    drawn: 'contacts',
  },
  {
    cause: 'the create of a colleague with the same mailbox took in an edit that was overruled, and nobody had the record’s own customer delivered to again',
    seed: 898677,
    drawn: 'plain',
  },
  {
    cause:
      'a customer was made in a system for one of two records that were not known to be one yet, after an approval had been asked for the other, and the oracle took both for one',
    seed: 900763,
    drawn: 'contacts',
  },
  {
    cause: 'a record that a person had entered under the name that a try of a create had noted and not sent kept that contact out for good, although it had been renamed since',
    seed: 902117,
    drawn: 'plain',
  },
  {
    cause: 'an approval was given by a command that had begun before the one that asked for it was answered, and the oracle took it for pending for ever',
    seed: 911015,
    drawn: 'contacts',
  },
  {
    cause: 'what a write without an answer had sent of somebody, into the record of another who was one with him, was replaced there and told in doubt long after he was erased',
    seed: 921849,
    drawn: 'contacts',
  },
  {
    cause: 'an update without an answer landed after our clock had jumped over the wait for it; its set went whole, and what we had put in since counted as taken out by a person',
    seed: 923104,
    drawn: 'plain',
  },
  {
    cause:
      'the first try of a create landed beside what the second had made and was edited there before it was read (N6): golden kept a town that we had put there, and was blamed on us',
    seed: 921800,
    drawn: 'plain',
  },
  {
    cause:
      'a clock that was ahead when a process asked whether anybody was ever erased, and was set back, let it believe the answer after the first erasure, and take the person in anew',
    seed: 1220019,
    drawn: { aim: 'creates taken over', contacts: true },
  },
  {
    cause: 'an erasure blackened the names of fields in a colleague’s create that waited for its answer; each later try, and each record that was compared with it, failed',
    seed: 921798,
    drawn: 'plain',
  },
  {
    cause:
      'people had renamed a contact of ours, and given it another mailbox, before we were shown it (N4), and the oracle took whom that founded for somebody erased who had come back',
    seed: 1970049,
    drawn: { aim: 'erased after a create of both', contacts: true },
  },
  {
    cause:
      'an erasure took what was the person’s out of the create of whoever had been one with the person before that had its answer; what it had made then counted as that one’s own word, and won over a later edit',
    seed: 1980033,
    drawn: { aim: 'erased after a create of both', contacts: true },
  },
];
