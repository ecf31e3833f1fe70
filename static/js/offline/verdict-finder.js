/** Stands for what finds verdicts beside the page in a lesson file, where send.js answers what the page asks the server for. */
export class VerdictFinder {
  find() {}
}
