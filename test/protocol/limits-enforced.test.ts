import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import * as limits from '../../source/protocol/limits.ts';

type Limit = keyof typeof limits;

/** The test that takes each limit to its bound and one beyond. A new limit comes with its row. */
const bounds: Partial<Record<Limit, readonly [file: string, title: string]>> = {
	maxTimeMs: ['protocol/fields.test.ts', 'a time is a whole number of milliseconds that a date can show'],
	maxSegments: ['protocol/ranges.test.ts', 'a segment number beyond all bounds takes no memory'],
	maxFrameBytesBeforeAdmission: [
		'protocol/session.test.ts',
		'takes a frame at the limit before admission and none above',
	],
	maxFrameBytes: ['protocol/session.test.ts', 'takes a %s of %i bytes after admission and none above'],
	maxLargeFrameBytes: ['protocol/session.test.ts', 'takes a %s of %i bytes after admission and none above'],
	admissionMs: [
		'protocol/session.test.ts',
		'ends an unadmitted session exactly at the deadline, whatever it says meanwhile',
	],
	admissionBytes: ['protocol/session.test.ts', 'takes the bytes of admission and not one more'],
	maxUnadmitted: [
		'transport/admission-queue.test.ts',
		'takes as many in all as the limit says, then lets the oldest of all go',
	],
	maxUnadmittedPerAddress: [
		'transport/door.test.ts',
		'lets the oldest unadmitted connection of an address go when one too many comes',
	],
	pingAfterMs: ['protocol/session.test.ts', 'pings at admission, then every 15 s, and measures the round trip'],
	deadAfterMs: ['protocol/session.test.ts', 'takes a silent peer for dead exactly at the deadline'],
	probeMs: ['scenario/several-processes.test.ts', 'a window that fell silent gives way to one that answers'],
	dialTimeoutMs: ['transport/dial.test.ts', 'gives up on a hub that does not answer, exactly at the deadline'],
	maxWaitingData: ['hub/run.test.ts', 'connections may wait for their other end, one more is asked to try again'],
	dataHelloMs: [
		'transport/door.test.ts',
		'closes a connection that says nothing, or half a ticket, exactly at the deadline',
	],
	ticketMs: ['hub/run.test.ts', 'a ticket is good for 30 s'],
	ticketBytes: ['protocol/fields.test.ts', 'a key, a ticket, a proof and a signature have their size'],
	messagesPerSecond: [
		'protocol/session.test.ts',
		'holds back what a client sends beyond the burst until its time has come',
	],
	messageBurst: ['protocol/session.test.ts', 'holds back what a client sends beyond the burst until its time has come'],
	progressPerSecond: ['protocol/session.test.ts', 'counts progress apart'],
	progressBurst: ['protocol/session.test.ts', 'counts progress apart'],
	maxSendQueueBytes: ['transport/session-channel.test.ts', 'queues up to the limit and closes one message beyond'],
	maxTextQueueBytes: ['hub/take-request.test.ts', 'bytes wait, and its sender told which'],
	maxOfferQueueBytes: ['hub/transfers.test.ts', 'bytes wait unread is offered nothing more, nor shown an offer again'],
	sendStallMs: [
		'transport/session-channel.test.ts',
		'closes when nothing moved for the stall time, however alive the peer sounds',
	],
	closingMs: ['transport/last-words.test.ts', 'are not waited for longer than two seconds'],
	maxSessionsPerIdentity: ['hub/roster.test.ts', 'eight sessions of a name fit, a ninth does not'],
	maxOffersWaiting: [
		'hub/transfers.test.ts',
		'offers wait for one recipient, one more is refused until one is answered, and others are not held up',
	],
	maxOfferBytesOpen: [
		'hub/transfers.test.ts',
		'open offers to one recipient take so many bytes, answered ones too, one byte more is refused',
	],
	offerShareDivisor: [
		'hub/transfers.test.ts',
		'one sender has half of the offers that may wait for one recipient, not one more, and keeps nobody else out',
	],
	maxOfferBytesOfSender: [
		'hub/transfers.test.ts',
		'unfinished offers of one sender take so many bytes, whoever they are for, one byte more is refused until one is through',
	],
	maxRecipients: ['hub/transfers.test.ts', 'recipients, in several frames, and not one more'],
	maxRecipientsPerFrame: [
		'protocol/messages.test.ts',
		'of a %s: %s takes as many %s as its limit %i, not one more, and fits its frame',
	],
	maxRanges: ['protocol/fields.test.ts', 'ranges are valid ones, at most 1,000'],
	maxPageEntries: [
		'protocol/messages.test.ts',
		'of a %s: %s takes as many %s as its limit %i, not one more, and fits its frame',
	],
	maxFolderEntries: [
		'files/folder-listings.test.ts',
		'a folder may have as many entries as the limit, one more is refused',
	],
	maxListedFolders: [
		'files/folder-listings.test.ts',
		'as many folders are kept as the limit, the one least lately used goes',
	],
	maxListedRows: [
		'files/folder-listings.test.ts',
		'as many rows are kept as the limit, one more lets a folder go, and never the last',
	],
	maxSearched: [
		'files/space-search.test.ts',
		'one request looks at as many entries as the limit, one more is for the next',
	],
	maxWatchedFolders: ['files/folder-watch.test.ts', 'as many folders may be watched as the limit, one more is refused'],
	maxListingsWaiting: [
		'hub/listings.test.ts',
		'as many questions of a session may wait as the limit, one more is refused',
	],
	missPauseMs: ['hub/listings.test.ts', 'after a name that is not there the next answer waits'],
	newsPerSecond: ['hub/space-news.test.ts', 'so many are told in a second, in a crowd the others are not'],
	maxNeedleBytes: [
		'protocol/space-messages.test.ts',
		'a whole space is not deleted, and nothing is looked for with no text',
	],
	maxCursorBytes: ['protocol/fields.test.ts', 'a cursor has at most 4 KiB'],
	maxKeysPerFrame: [
		'protocol/messages.test.ts',
		'of a %s: %s takes as many %s as its limit %i, not one more, and fits its frame',
	],
	maxSayCopies: [
		'protocol/messages.test.ts',
		'of a %s: %s takes as many %s as its limit %i, not one more, and fits its frame',
	],
	maxSealedTextBytes: ['protocol/messages.test.ts', 'a sealed line of text has 6 KiB, not one byte more'],
	maxTextBytes: ['protocol/fields.test.ts', 'text has at most 4 KiB of UTF-8, a hub title 255 bytes'],
	maxTextsRemembered: ['files/texts-table.test.ts', 'are remembered, and no more'],
	maxReceiptsRemembered: ['files/transfers-table.test.ts', 'are kept however old they are, and every one that is not'],
	maxHubReceipts: ['hub/receipt-age.test.ts', 'at most, from its start, and lets those go first that were seen'],
	maxNameCharacters: ['protocol/user-name.test.ts', 'it has 33 characters, at most 32 are allowed'],
	maxHubTitleBytes: ['protocol/fields.test.ts', 'text has at most 4 KiB of UTF-8, a hub title 255 bytes'],
	maxCapabilities: ['protocol/fields.test.ts', 'capabilities are at most 32 words of at most 32 characters'],
	maxCapabilityCharacters: ['protocol/fields.test.ts', 'capabilities are at most 32 words of at most 32 characters'],
	maxComponentBytes: ['protocol/manifest.test.ts', 'a component may have 255 bytes of UTF-8, not one more'],
	maxPathBytes: ['protocol/manifest.test.ts', 'a path may have 4 KiB of UTF-8, not one more'],
	maxPathLevels: ['protocol/manifest.test.ts', 'a path may have 128 levels, not one more'],
	maxManifestEntries: ['protocol/manifest.test.ts', 'a million entries pass, one more does not'],
	maxManifestBytes: [
		'protocol/manifest.test.ts',
		'256 MiB are refused with the byte after, before anything of it is read',
	],
	maxManifestLineBytes: ['protocol/manifest.test.ts', 'a line may have 32 KiB, not one more, in pieces of %i bytes'],
	maxTrailerBytes: ['files/open-staging.test.ts', 'whose trailer is one segment longer than a trailer may be'],
	maxSeveralBytes: [
		'files/outbox.test.ts',
		'to several people a tebibyte can be sent, manifest included, and one byte more is refused before anything is made',
	],
	maxTrailerReasonCharacters: ['protocol/trailer.test.ts', 'a reason of 256 characters stays, one more is cut'],
	maxLeftOutNames: ['protocol/summary.test.ts', 'entries left out by name'],
	maxFetchPaths: [
		'protocol/messages.test.ts',
		'of a %s: %s takes as many %s as its limit %i, not one more, and fits its frame',
	],
	maxSavedPaths: [
		'protocol/messages.test.ts',
		'of a %s: %s takes as many %s as its limit %i, not one more, and fits its frame',
	],
	maxOpenInFolders: [
		'scenario/folders.test.ts',
		'more unfinished transfers with the folders than one user may have are refused, and others go on',
	],
	outboxKeepMs: [
		'scenario/folders-interrupted.test.ts',
		'what a get needs is kept at the hub for seven days, and asked for later it begins anew under the same id',
	],
	maxSummaryNames: ['protocol/summary.test.ts', "['top names',"],
	maxSummaryBytes: ['protocol/summary.test.ts', 'bytes in all'],
	maxTitleCharacters: ['protocol/summary.test.ts', "['title characters',"],
	maxRunningPerUser: ['hub/leg-runner.test.ts', 'transfers of a user run, the next waits until one has ended'],
	maxRunningPerHub: ['hub/leg-runner.test.ts', 'run on a hub, in the order they came'],
	relayStallMs: [
		'hub/leg-runner.test.ts',
		'a relay in which nothing moves for a minute gives way to who waits, and comes again behind it',
	],
	restartBurst: ['hub/leg-runner.test.ts', 'times in a row, from then on once a second, with its newest answer'],
	restartMs: ['hub/leg-runner.test.ts', 'times in a row, from then on once a second, with its newest answer'],
	progressBytes: ['transfer/receive-body.test.ts', 'progress is told after 2 MiB at once, and after 250 ms for less'],
	progressMs: ['transfer/receive-body.test.ts', 'progress is told after 2 MiB at once, and after 250 ms for less'],
	maxProgressPerSecond: [
		'transfer/receive-body.test.ts',
		'on a fast line progress is told eight times in a row, then 25 times a second',
	],
	firstProgressReports: [
		'transfer/receive-body.test.ts',
		'on a fast line progress is told eight times in a row, then 25 times a second',
	],
	minWindowBytes: ['transfer/window.test.ts', 'a new window has room until 6 MiB are on their way'],
	answerWaitMs: [
		'scenario/spool.test.ts',
		'the one who is online but does not answer for a minute gets it later: the sender need not wait',
	],
	spoolKeepMs: ['hub/spool-age.test.ts', 'what nobody collects expires after seven days of looks, and not before'],
	spoolLookMs: ['hub/spool-age.test.ts', 'whatever the clock does, a look ages nothing by more than an hour'],
	spoolCommitBytes: ['hub/group-commit.test.ts', 'a group is committed when it has 16 MiB, and not a byte before'],
	spoolCommitMs: ['hub/group-commit.test.ts', 'a small group is committed exactly 100 ms after its first segment'],
	spoolCommitGapMs: ['hub/group-commit.test.ts', 'however fast segments come, groups are 40 ms apart'],
	maxUncommittedBytes: [
		'hub/group-commit.test.ts',
		'up to 64 MiB wait for a slow disk; who adds more waits until it has caught up',
	],
	maxClientReserveBytes: [
		'files/reserving-disk.test.ts',
		'without a wish a twentieth of the disk stays free, and no more than so much',
	],
	maxReserveBytes: ['hub/spool-room.test.ts', 'a large disk keeps 2 GiB free, and a byte more does not fit'],
	reserveDivisor: ['hub/spool-room.test.ts', 'a small disk keeps a twentieth free, and a byte more does not fit'],
	spoolQuotaDivisor: ['hub/spool-room.test.ts', 'one sender gets half of what can be kept, and not a byte more'],
	maxAskedAgain: ['hub/doubts.test.ts', 'one recipient has 64 segments uploaded again, and not one more'],
	spoolRetryMs: [
		'scenario/spool-trouble.test.ts',
		'on a full disk the upload pauses, and goes on by itself when there is room',
	],
	stagingKeepMs: [
		'files/stale-stagings.test.ts',
		'what has not moved for thirty days goes, what moved a moment later stays',
	],
	endedKeepMs: ['hub/forget-ended.test.ts', 'what ended and is known to its sender is shown for five minutes'],
	maxEndedKept: ['hub/forget-ended.test.ts', 'of more ended ones than are kept the oldest go, heard of or not'],
	wrongCodesMs: ['hub/code-guard.test.ts', 'a minute after the first of them it may try once more'],
	maxWrongCodesPerAddress: [
		'hub/code-guard.test.ts',
		'an address may try until it was wrong ten times within a minute',
	],
	maxWrongCodes: ['hub/code-guard.test.ts', 'sixty wrong ones from everywhere hold up every newcomer'],
	presencesPerSecond: [
		'hub/roster-news.test.ts',
		'after a telling changes are gathered, a millisecond for each session, and the last word counts',
	],
	reservedDescriptors: ['slow/many-clients.test.ts', 'a hub that may open few files keeps some for itself'],
	maxKeyFileBytes: ['slow/key.test.ts', 'a key file of 16 KiB is read, one byte more is none'],
	maxScryptBytes: ['protocol/key-file.test.ts', 'may ask for so much memory and work, and no more'],
	maxScryptParallel: ['protocol/key-file.test.ts', 'may ask for so much memory and work, and no more'],
	minPassphraseCharacters: ['commands/passphrase.test.ts', 'a new passphrase has at least eight characters'],
	maxPassphraseBytes: ['commands/passphrase.test.ts', 'a passphrase has at most 1 KiB'],
	maxOperatorRows: [
		'protocol/messages.test.ts',
		'of a %s: %s takes as many %s as its limit %i, not one more, and fits its frame',
	],
	noticeKeepMs: ['hub/operator-limits.test.ts', 'notices stand, the newest, each for a day and of 4 KiB at most'],
	maxNotices: ['hub/operator-limits.test.ts', 'notices stand, the newest, each for a day and of 4 KiB at most'],
	maxInvitations: ['hub/operator-limits.test.ts', 'invitations may be open, one more only when one has ended'],
	maxInvitationUses: [
		'hub/operator-limits.test.ts',
		'an invitation has as many uses and as long an end as the limits say, not one more',
	],
	maxInvitationMs: [
		'hub/operator-limits.test.ts',
		'an invitation has as many uses and as long an end as the limits say, not one more',
	],
	endedInvitationKeepMs: ['hub/operator-limits.test.ts', 'an ended invitation is told from a wrong code for a week'],
	maxRequests: ['hub/operator-limits.test.ts', "wait for the operator's word, with one more the oldest goes"],
	maxRequestsPerAddress: [
		'hub/operator-limits.test.ts',
		'of them from one address, with one more the oldest of that address goes',
	],
	maxBans: ['hub/operator-limits.test.ts', 'identities can be kept out, one more is refused'],
	minLimitBytesPerSecond: ['hub/operator-limits.test.ts', 'a hub may be limited to 10 kB/s, and to nothing less'],
};

/** What is no bound for anybody, but a form, a rhythm or a default of our own. */
const forms: readonly Limit[] = [
	'protocolVersion',
	'sealedSegmentBytes',
	'segmentOverheadBytes',
	'plainSegmentBytes',
	'defaultMaxUsers',
	'keepAliveMs',
	'receiptKeepMs',
	'approvalRetryMs',
	'denialKeepMs',
];

const textOf = (file: string): string => {
	const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
	return existsSync(path) ? readFileSync(path, 'utf8') : '';
};

test('every limit names the test that goes to it and one beyond', () => {
	expect([...Object.keys(bounds), ...forms].sort()).toEqual(Object.keys(limits).sort());
});

test.each(Object.entries(bounds))('%s is tested where it says so', (limit, [file, title]) => {
	const text = textOf(file);
	expect(text).toContain(title);
	const {[limit as Limit]: value} = limits;
	const written = [limit, String(value), value.toLocaleString('en').replaceAll(',', '_')];
	expect(written.filter((word) => new RegExp(`\\b${word}\\b`).test(text))).not.toEqual([]);
});
