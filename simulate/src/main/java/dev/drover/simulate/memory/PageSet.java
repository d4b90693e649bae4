package dev.drover.simulate.memory;

import java.util.Arrays;

/** A set of a guest's pages, numbered from 0; a bitmap with a count. Not for several threads. */
public final class PageSet {
  private final long[] words;
  private final int pages;
  private int count;

  /** The empty set of a guest with so many pages. */
  public PageSet(int pages) {
    if (pages < 1) {
      throw new IllegalArgumentException("a guest has at least one page: " + pages);
    }
    this.pages = pages;
    this.words = new long[(pages + 63) >>> 6];
  }

  /** {@return how many pages the guest has} */
  public int pages() {
    return pages;
  }

  /** {@return how many pages are in the set} */
  public int count() {
    return count;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public boolean contains(int page) {
    return (words[page >>> 6] & 1L << page) != 0;
  }

  /** Adds {@code page}. {@return whether it was not there} */
  public boolean add(int page) {
    long word = words[page >>> 6];
    long bit = 1L << page;
    if ((word & bit) != 0) {
      return false;
    }
    words[page >>> 6] = word | bit;
    count++;
    return true;
  }

  /** Removes {@code page}. {@return whether it was there} */
  public boolean remove(int page) {
    long word = words[page >>> 6];
    long bit = 1L << page;
    if ((word & bit) == 0) {
      return false;
    }
    words[page >>> 6] = word & ~bit;
    count--;
    return true;
  }

  public void clear() {
    Arrays.fill(words, 0);
    count = 0;
  }

  /** Adds all pages of the guest. */
  public void fill() {
    Arrays.fill(words, -1L);
    if ((pages & 63) != 0) {
      words[words.length - 1] = (1L << pages) - 1;
    }
    count = pages;
  }

  /** Adds all pages of {@code other}, a set of the same guest. */
  public void addAll(PageSet other) {
    int total = 0;
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
      total += Long.bitCount(words[i]);
    }
    count = total;
  }

  /** Removes all pages of {@code other}, a set of the same guest. */
  public void removeAll(PageSet other) {
    int total = 0;
    for (int i = 0; i < words.length; i++) {
      words[i] &= ~other.words[i];
      total += Long.bitCount(words[i]);
    }
    count = total;
  }

  /** {@return the first page of the set from {@code from} on, or -1} */
  public int next(int from) {
    if (from >= pages) {
      return -1;
    }
    int at = from >>> 6;
    long word = words[at] & -1L << from;
    while (word == 0) {
      if (++at == words.length) {
        return -1;
      }
      word = words[at];
    }
    return (at << 6) + Long.numberOfTrailingZeros(word);
  }

  /** {@return how many pages are in this set and in {@code other}, a set of the same guest} */
  public int countCommon(PageSet other) {
    int total = 0;
    for (int i = 0; i < words.length; i++) {
      total += Long.bitCount(words[i] & other.words[i]);
    }
    return total;
  }

  /** {@return the first page from {@code from} on that is in both sets, or -1} */
  public int nextCommon(int from, PageSet other) {
    if (from >= pages) {
      return -1;
    }
    int at = from >>> 6;
    long word = words[at] & other.words[at] & -1L << from;
    while (word == 0) {
      if (++at == words.length) {
        return -1;
      }
      word = words[at] & other.words[at];
    }
    return (at << 6) + Long.numberOfTrailingZeros(word);
  }
}
