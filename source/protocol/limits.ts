/**
 * Every limit of the protocol, with its unit and its reason. A peer may lower one, never raise it; 0 never means unlimited.
 * Each is enforced before memory is reserved and has a test at the limit and one beyond.
 */
const KiB = 1024;
const MiB = 1024 * KiB;

/** The last millisecond since 1970 that a date can show (ECMA-262); its negative is the first. */
export const maxTimeMs = 8.64e15;

/** Protocol version; another major version is refused by name (exit 9). */
export const protocolVersion = 1;

/** A sealed segment on the wire and in the spool: the size that AES-GCM in Node is fastest at (decision 7). */
export const sealedSegmentBytes = 256 * KiB;
/** What FLOE adds to each segment: length 4, IV 12, tag 16. */
export const segmentOverheadBytes = 32;
/** Plaintext bytes in every segment but the last. */
export const plainSegmentBytes = sealedSegmentBytes - segmentOverheadBytes;
/** Segments of one transfer: 512 TiB, and a bitmap of them still has room in memory. */
export const maxSegments = 2 ** 31;

/** A control frame before admission: a hello with a name and a statement fits, nothing larger is ever needed. */
export const maxFrameBytesBeforeAdmission = 4 * KiB;
/** An ordinary control frame: 1,000 ranges fit. */
export const maxFrameBytes = 64 * KiB;
/** Offers and pages: 500 recipients' wrapped keys or 500 listing entries fit. */
export const maxLargeFrameBytes = 256 * KiB;

/** All of what an unadmitted connection may take. */
export const admissionMs = 20_000;
export const admissionBytes = 16 * KiB;
/** Unadmitted connections in all and for one address, before and again after their TLS handshake; over it the oldest goes. */
export const maxUnadmitted = 256;
export const maxUnadmittedPerAddress = 32;

/** Of the descriptors that the system lets a hub have, those kept for files: connections never take all, or opening a file would fail. */
export const reservedDescriptors = 64;

/** Silence after which a ping is sent, and after which the peer is taken for dead. */
export const pingAfterMs = 15_000;
export const deadAfterMs = 45_000;
/** Idle time after which TCP itself asks whether the other machine is still there: data connections have no ping. */
export const keepAliveMs = 30_000;
/** How long a session that may be gone has to answer a ping before another takes its place. */
export const probeMs = 2000;
/** A dial that has no answer by then failed. */
export const dialTimeoutMs = 10_000;

/** Data connections that wait for their other end, and how long they or an unfinished ticket hello may. */
export const maxWaitingData = 256;
export const dataHelloMs = 5000;
/** How long a ticket may be used after it was made. */
export const ticketMs = 30_000;
export const ticketBytes = 32;

/** Messages a client may send: refilled at the rate, saved up to the burst. `progress` is not counted here. */
export const messagesPerSecond = 50;
export const messageBurst = 200;
/** `progress` apart: one per MiB of the fastest relay (1 GiB/s) and 8/s for each of 8 transfers; saved up for 2 s. */
export const progressPerSecond = 1024 + 8 * 8;
export const progressBurst = 2 * progressPerSecond;

/** What may wait unsent on a control connection, and how long it may stand still, before it is closed. */
export const maxSendQueueBytes = 4 * MiB;
export const sendStallMs = 60_000;
/** What may wait unsent when a line of text comes; above it the line is dropped: no flood of them closes the connection of a slow reader. */
export const maxTextQueueBytes = MiB;
/** The same for an offer, which is refused then: all that is open still fits behind what may wait of texts. */
export const maxOfferQueueBytes = 3 * MiB;
/** What is queued may take this long to go out after a bye. */
export const closingMs = 2000;

/** How many names a hub knows unless it is told otherwise. */
export const defaultMaxUsers = 512;
/** Messages about who came and went that a hub sends in a second, to all together: a twentieth of a core. In a crowd they wait, and tell of several. */
export const presencesPerSecond = 1000;
/** Programs of one user at once; the ninth takes the place of one that is gone, or is refused. */
export const maxSessionsPerIdentity = 8;
/** Offers that nobody has answered yet, for one recipient. */
export const maxOffersWaiting = 100;
/** All unfinished offers to one user, as they are sent: they are shown at once, and the send queue has to hold them. */
export const maxOfferBytesOpen = 2 * MiB;
/** Of both one sender has half for one recipient: nobody alone keeps the others out. */
export const offerShareDivisor = 2;
/** All unfinished offers of one user, each once however many it goes to: what a hub holds of them in memory. Thousands of usual ones. */
export const maxOfferBytesOfSender = 8 * MiB;
/** Recipients of one transfer, and those whose copies fit into one large frame. */
export const maxRecipients = 1000;
export const maxRecipientsPerFrame = 500;
/** Ranges of segments in one answer: they fit a frame. With more holes some segments are asked for again. */
export const maxRanges = 1000;
/** Entries in one page of a listing: they fit a large frame. */
export const maxPageEntries = 500;
/** Entries of one folder of a space that a hub lists: some 200 bytes of memory each. */
export const maxFolderEntries = 1_000_000;
/** What a hub holds of a space's folders, so that their next pages cost little: folders, and rows in all of them. */
export const maxListedFolders = 64;
export const maxListedRows = 200_000;
/** Entries looked at for one page of a search: less than a second, in small turns. */
export const maxSearched = 100_000;
/** Folders of one space that are watched at a time; each is looked at once a second. */
export const maxWatchedFolders = 256;
/** What a session asks about folders is answered one by one; so much may wait. */
export const maxListingsWaiting = 100;
/** A name that is not there costs whoever asked this much time: five a second, so that names of others cannot be guessed. */
export const missPauseMs = 200;
/** Messages about uploads of others that a hub sends in a second, to all together. */
export const newsPerSecond = 1000;
/** What names in a folder are to hold: as long as a name. */
export const maxNeedleBytes = 255;
/** Where a page of a listing ended: a name of 255 bytes in JSON escapes, what it is ordered by, brackets. */
export const maxCursorBytes = 4 * KiB;
/** Paths in one `fetch`. */
export const maxFetchPaths = 500;
/** Paths in which a receipt of the hub's says where it saved an upload. */
export const maxSavedPaths = 500;
/** Unfinished uploads and downloads of one user with the hub's folders: each may hold some descriptors. */
export const maxOpenInFolders = 32;
/** How long the hub keeps what it needs to go on with a download. */
export const outboxKeepMs = 7 * 24 * 3600 * 1000;
/** Statements asked for or given in one `keys`. */
export const maxKeysPerFrame = 100;
/** Recipients of one line of text. */
export const maxSayCopies = 16;
/** One sealed line of text: the text, HPKE's 48 bytes, room for fields to come. */
export const maxSealedTextBytes = 6 * KiB;
/** Notes and lines of text, UTF-8 bytes. */
export const maxTextBytes = 4 * KiB;

/** Lines of text that a client remembers, 50 bytes each: one is shown again only when so many others were shown after it. */
export const maxTextsRemembered = 10_000;

/** A user's name, in ASCII. */
export const maxNameCharacters = 32;
/** The title of a hub: `welcome` has to fit into a frame before admission. */
export const maxHubTitleBytes = 255;
/** Capabilities in hello and welcome, and the length of each. */
export const maxCapabilities = 32;
export const maxCapabilityCharacters = 32;
/** One name in a path, and a whole path, in UTF-8: what Linux takes. */
export const maxComponentBytes = 255;
export const maxPathBytes = 4 * KiB;
/** Folders above one another. */
export const maxPathLevels = 128;
/** Files and folders of one transfer, and the list of them: some 250 bytes each. */
export const maxManifestEntries = 1_000_000;
export const maxManifestBytes = 256 * MiB;
/** One manifest line: a path in JSON escapes with its fields. */
export const maxManifestLineBytes = 32 * KiB;
/** The trailer of the largest manifest, every entry failed: 12 MiB without a word of reason. With several recipients their hashes come on top. */
export const maxTrailerBytes = 64 * MiB;
/** Manifest and contents of a transfer to several: the hashes of its segments take 128 MiB, in the trailer 171 MiB. */
export const maxSeveralBytes = 1024 * 1024 * MiB;
/** Why one entry failed, in the trailer. */
export const maxTrailerReasonCharacters = 256;
/** Names shown in an offer before its manifest came. */
export const maxSummaryNames = 64;
export const maxSummaryBytes = 48 * KiB;
/** Entries that were left out before an offer was made, as its summary names them. */
export const maxLeftOutNames = 64;
/** The title of an offer. */
export const maxTitleCharacters = 400;

/** Legs of transfers that move at a time, of one user and in all; the others wait for their turn. */
export const maxRunningPerUser = 8;
export const maxRunningPerHub = 64;
/** A relay in which nothing moved for so long loses its place to who waits for one: a line of 5 kB/s still brings a segment within it. */
export const relayStallMs = 60_000;
/** A leg may begin anew so often in a row, for a manifest first, a cut, another window; from then on once in so long: each time both ends dial. */
export const restartBurst = 8;
export const restartMs = 1000;

/** A recipient reports after this much or this long, whichever comes first. */
export const progressBytes = 2 * MiB;
export const progressMs = 250;
/** But so often a second at most, after the first few: each report costs all three ends as much as relaying a megabyte (decision 19). */
export const maxProgressPerSecond = 25;
export const firstProgressReports = 8;
/** The least a sender keeps in flight unconfirmed: socket buffers alone hold 10 MiB. */
export const minWindowBytes = 6 * MiB;

/** So long a recipient is waited for, to answer or to come back, before the hub keeps what is meant for it. */
export const answerWaitMs = 60_000;
/** How long a hub keeps what was not collected. Its age is looked at so often, and grows by no more at a look: no jump of a clock ages anything. */
export const spoolKeepMs = 7 * 24 * 3600 * 1000;
export const spoolLookMs = 3600 * 1000;
/** What is uploaded counts when it is safely on the disk: so much, or what came in so long, at a time, but not more often than a sender is told. */
export const spoolCommitBytes = 16 * MiB;
export const spoolCommitMs = 100;
export const spoolCommitGapMs = 40;
/** What was written and does not count yet; above it nothing is read from the sender: the disk is slower than the line. */
export const maxUncommittedBytes = 64 * MiB;
/** What a hub leaves free of its disk: the smaller of so much and a twentieth of it. */
export const maxReserveBytes = 2 * 1024 * MiB;
/** The same of a client, where it saves. */
export const maxClientReserveBytes = 256 * MiB;
export const reserveDivisor = 20;
/** Of what a hub could keep in all it keeps half for one sender. */
export const spoolQuotaDivisor = 2;
/** Segments that the sender has to upload again because one recipient asked again for what it was handed: a liar costs no more. */
export const maxAskedAgain = 64;
/** How often a hub looks for room on a full disk. */
export const spoolRetryMs = 5000;

/** How long receipts and the record of finished transfers are kept. */
export const receiptKeepMs = 30 * 24 * 3600 * 1000;
/** Of the receipts that a client signed it keeps so many in any case, half a KiB each: what it saved is not saved again because a hub, or a clock, says that it is long ago. */
export const maxReceiptsRemembered = 10_000;
/** Of those that a hub signed for uploads it keeps so many at most, half a KiB each and 49 at worst: who uploads a great deal fills no disk with them. */
export const maxHubReceipts = 20_000;
/** How long what began to arrive is kept when nothing more of it comes. */
export const stagingKeepMs = 30 * 24 * 3600 * 1000;
/** How long a hub shows a transfer that ended and that its sender knows has ended, and how many ended ones it holds at all. */
export const endedKeepMs = 5 * 60_000;
export const maxEndedKept = 1000;

/** The largest key file that is read: one has less than 1 KiB. */
export const maxKeyFileBytes = 16 * KiB;
/** Memory that a key file may ask for, 128 · N · r of scrypt: twice what we use. And how often over. */
export const maxScryptBytes = 256 * MiB;
export const maxScryptParallel = 4;
/** A new passphrase; and what is hashed at all. */
export const minPassphraseCharacters = 8;
export const maxPassphraseBytes = KiB;

/** Wrong join codes within a minute, from one address and from all, after which newcomers have to wait. */
export const wrongCodesMs = 60_000;
export const maxWrongCodesPerAddress = 10;
export const maxWrongCodes = 60;

/** How long a notice of the operator is shown to those who join, and how many of them at most. */
export const noticeKeepMs = 24 * 3600 * 1000;
export const maxNotices = 20;
/** Invitations that still let somebody in: a join proof is compared with each. */
export const maxInvitations = 100;
export const maxInvitationUses = 1000;
export const maxInvitationMs = 365 * 24 * 3600 * 1000;
/** How long the hub can still say of an invitation that it has ended, instead of that its code is wrong. */
export const endedInvitationKeepMs = 7 * 24 * 3600 * 1000;
/** People who wait for the operator's word, in all and from one address; above that the oldest goes, and comes again with its next try. */
export const maxRequests = 100;
export const maxRequestsPerAddress = 4;
/** How often a client asks whether the operator has let it in. */
export const approvalRetryMs = 5000;
/** How long a denied identity is told so; afterwards it may ask again. */
export const denialKeepMs = 3600 * 1000;
/** Identities that a hub keeps out. */
export const maxBans = 1000;
/** Connections, transfers or bans in one answer to the operator: they fit a large frame, with reasons of a usual length. */
export const maxOperatorRows = 100;
/** The least that a hub may be limited to: below, a single slab of a relay would wait for minutes. */
export const minLimitBytesPerSecond = 10_000;
