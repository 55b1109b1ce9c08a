/**
 * Servers side by side: {@link org.drafthorse.bench.BenchMain} starts each in a process of its own
 * ({@link org.drafthorse.bench.ServerMain}), and a load generator in another ({@link
 * org.drafthorse.bench.LoadMain}), which checks every byte that comes back. It asks the server for
 * its CPU time before and behind each window; no message is in flight then.
 *
 * <p>Rounds are interleaved, so that what else the machine does meets all servers alike; each round
 * starts each server anew, since one JVM's compiler may fare better than another's. Compare ratios
 * within a run: absolute figures belong to the machine.
 *
 * <p>All servers have the same JVM flags, take messages of 16 MiB, compress nothing and check UTF-8
 * (but Jetty core and bare TCP, which hand on frames or bytes), and keep their defaults otherwise.
 */
package org.drafthorse.bench;
