package dev.drover.cli.footprint;

/**
 * One new agent, measured once.
 *
 * @param flowsPerVm that were asked for, 0 for none
 * @param tableFlows that the agent said it had
 * @param switchFlows of the peers in the datapath of its Open vSwitch
 * @param percent processor time of the process ÷ time, in per cent of a core
 * @param flowsPercent of it, that of the thread that reads counters and keeps the table
 * @param residentBytes of the process, before its heap was looked at
 * @param heapBytes alive on its heap after a collection
 * @param numberBytes of them, arrays of numbers
 * @param withoutPercent processor time of an agent without placement in the same time
 * @param withoutResidentBytes of that agent
 * @param withoutHeapBytes of that agent
 */
record Footprint(
    int flowsPerVm,
    int repetition,
    int tableFlows,
    int switchFlows,
    double seconds,
    double percent,
    double flowsPercent,
    long residentBytes,
    long heapBytes,
    long numberBytes,
    double withoutPercent,
    long withoutResidentBytes,
    long withoutHeapBytes) {}
