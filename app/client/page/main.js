/** The ballot page: where a member stands, and the step that belongs to it. */
/** @import { Manifest } from "../protocol/manifest.js" */
/** @import { MyBallot } from "../voter/standing.js" */
import { Malformed } from "../protocol/bytes.js";
import { Alarm } from "../voter/alarm.js";
import { Keeping } from "../voter/keeping.js";
import { standingOf } from "../voter/standing.js";
import { Voter } from "../voter/voter.js";
import { Line, Refused } from "../voter/wire.js";
import { showCheck } from "./audit.js";
import { Ballot } from "./ballot.js";
import { Page } from "./page.js";
import { Registrar, checkPrinted, readFragment } from "./registrar.js";
import { showForgotten, showProved, showReceipt } from "./receipt.js";
import * as steps from "./steps.js";
import * as stops from "./stops.js";
import * as words from "./words.js";

const page = new Page();
const say = (/** @type {boolean} */ silent) => page.say(silent ? words.SILENCE : "");
const registrar = new Registrar(location.pathname.split("/").pop() ?? "", say);
const CHECK = "#check"; // what the second device of an audit opens
const TAKEN = 409;
const CLOSED = 410;
/** @type {import("./registrar.js").Election} */
let election;

/**
 * Does an act and says its refusal on the page that stands; an Alarm ends the page.
 * @param {() => Promise<unknown>} act
 */
function attempt(act) {
  return page.busy(async () => {
    try {
      await act();
    } catch (fault) {
      if (fault instanceof Alarm) stops.showAlarm(page, fault.message);
      else if (fault instanceof Refused || fault instanceof Malformed) refuse(fault);
      else throw fault;
    }
  });
}

/** @param {Refused | Malformed} fault */
function refuse(fault) {
  const sentence = asSentence(fault.message);
  const isClosed = fault instanceof Refused && fault.status === CLOSED;
  if (isClosed) stops.showStop(page, words.TOO_LATE, `${sentence} ${words.NOT_IN_THE_BOX}`);
  else page.refuse(sentence);
}

/** @param {string} text */
function asSentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;
}

async function main() {
  const link = readFragment(location.hash);
  const isCheck = location.hash === CHECK;
  if (link.code) history.replaceState(null, "", location.pathname); // out of sight and of history
  if (!keepsThings()) return stops.showStop(page, words.KEEPS_NOTHING, words.KEEPS_NOTHING_WHY);
  election = await registrar.election();
  const manifest = await registrar.manifest();
  checkPrinted(manifest, link.manifestHash);
  page.name(manifest.title, manifest.purpose);
  if (isCheck) return showCheck(page, manifest);
  if (link.number && link.code) {
    showSignIn(manifest, link.number);
    await registrar.signIn(link.number, link.code);
  }
  return goOn(manifest, link.number ?? "");
}

/** Whether this browser keeps what a page stores in it. */
function keepsThings() {
  try {
    localStorage.setItem("tellers/1|try", "");
    localStorage.removeItem("tellers/1|try");
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {Manifest} manifest
 * @param {string} number
 */
function showSignIn(manifest, number) {
  const signIn = (/** @type {string} */ typed, /** @type {string} */ code) =>
    attempt(async () => {
      await registrar.signIn(typed, code);
      await goOn(manifest, typed);
    });
  steps.showSignIn(page, signIn, number);
}

/**
 * The step that belongs to where the member stands.
 * @param {Manifest} manifest
 * @param {string} number
 */
async function goOn(manifest, number) {
  const mine = registrar.isSignedIn ? await registrar.myBallot(manifest) : null;
  if (!mine) return showSignIn(manifest, number);
  const voter = new Voter({
    manifest,
    groups: mine.groups,
    keeping: new Keeping(localStorage, mine.label),
    registrar: registrar.line(),
    box: new Line(mine.box, { say }),
  });
  return stepOf(mine, voter);
}

/**
 * @param {MyBallot} mine
 * @param {Voter} voter
 */
async function stepOf(mine, voter) {
  const standing = standingOf(mine, voter);
  if (standing === "refused") return stops.showRefused(page, mine);
  if (standing === "paper") return stops.showPaper(page);
  if (standing === "elsewhere") return showElsewhere(voter);
  if (standing === "done") return finish(voter);
  if (stopByTime(standing)) return undefined;
  if (standing === "casting") return post(voter);
  if (standing === "begun")
    return steps.showReturn(page, voter, () => attempt(() => resume(voter)));
  voter.start();
  return steps.showStart(page, voter, election, () => attempt(() => begin(voter)));
}

/**
 * Says so where it is too early to begin, or too late to begin or to go on.
 * @param {ReturnType<typeof standingOf>} standing
 */
function stopByTime(standing) {
  const [now, opens, closesIssue, closesCast] = [
    election.now,
    election.dates.opens,
    election.dates.closes_issue,
    election.dates.closes_cast,
  ].map((time) => new Date(time));
  const isNew = standing === "new";
  if (isNew && now < opens) {
    stops.showStop(page, words.TOO_EARLY, words.opens(opens, election.zone));
  } else if (now >= (isNew ? closesIssue : closesCast) && standing !== "casting") {
    const why = `${words.closed(closesCast, election.zone)} ${words.NOT_IN_THE_BOX}`;
    stops.showStop(page, words.TOO_LATE, why);
  } else return false;
  return true;
}

/** @param {Voter} voter */
async function begin(voter) {
  await orElsewhere(voter, () => voter.issue());
  mark(voter);
}

/** @param {Voter} voter */
async function resume(voter) {
  await orElsewhere(voter, () => voter.resume());
  if (voter.unmarked.length) mark(voter);
  else await post(voter);
}

/**
 * Where the ballot turns out to be issued to another device, asks for that one's recovery code.
 * @param {Voter} voter
 * @param {() => Promise<void>} act
 */
async function orElsewhere(voter, act) {
  try {
    await act();
  } catch (fault) {
    if (fault instanceof Refused && fault.status === TAKEN && !voter.hasTokens) {
      const mine = await registrar.myBallot(voter.manifest);
      if (mine?.channel === "electronic") showElsewhere(voter);
    }
    throw fault;
  }
}

/** @param {Voter} voter */
function mark(voter) {
  new Ballot(page, voter, { attempt, onCast: () => finish(voter) }).begin();
}

/** @param {Voter} voter */
async function post(voter) {
  stops.showStop(page, "Casting your ballot", words.KEEP_OPEN);
  await voter.post();
  finish(voter);
}

/** @param {Voter} voter */
function showElsewhere(voter) {
  steps.showElsewhere(page, (code) =>
    attempt(async () => {
      await voter.takeUp(code);
      await resume(voter);
    }),
  );
}

/** @param {Voter} voter */
function finish(voter) {
  const wipe = () => {
    voter.forget();
    registrar.signOut();
  };
  showReceipt(page, voter, election, {
    prove: () =>
      attempt(async () => {
        await voter.proveInclusion();
        wipe();
        showProved(page);
      }),
    forget: () => {
      wipe();
      showForgotten(page);
    },
  });
}

addEventListener("hashchange", () => {
  if (location.hash === CHECK || readFragment(location.hash).code) location.reload();
});
await attempt(main);
