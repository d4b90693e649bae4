package dev.drover.sdn.openflow;

/** The type byte of a message: section 7.1. */
final class Type {
  static final int HELLO = 0;
  static final int ERROR = 1;
  static final int ECHO_REQUEST = 2;
  static final int ECHO_REPLY = 3;
  static final int FEATURES_REQUEST = 5;
  static final int FEATURES_REPLY = 6;
  static final int SET_CONFIG = 9;
  static final int PACKET_IN = 10;
  static final int FLOW_REMOVED = 11;
  static final int PORT_STATUS = 12;
  static final int PACKET_OUT = 13;
  static final int FLOW_MOD = 14;
  static final int MULTIPART_REQUEST = 18;
  static final int MULTIPART_REPLY = 19;
  static final int BARRIER_REQUEST = 20;
  static final int BARRIER_REPLY = 21;
  static final int ROLE_REQUEST = 24;
  static final int ROLE_REPLY = 25;

  private Type() {}

  /** {@return the specification's name, for the operator} */
  static String name(int type) {
    return switch (type) {
      case HELLO -> "HELLO";
      case ERROR -> "ERROR";
      case ECHO_REQUEST -> "ECHO_REQUEST";
      case ECHO_REPLY -> "ECHO_REPLY";
      case FEATURES_REQUEST -> "FEATURES_REQUEST";
      case FEATURES_REPLY -> "FEATURES_REPLY";
      case SET_CONFIG -> "SET_CONFIG";
      case PACKET_IN -> "PACKET_IN";
      case FLOW_REMOVED -> "FLOW_REMOVED";
      case PORT_STATUS -> "PORT_STATUS";
      case PACKET_OUT -> "PACKET_OUT";
      case FLOW_MOD -> "FLOW_MOD";
      case MULTIPART_REQUEST -> "MULTIPART_REQUEST";
      case MULTIPART_REPLY -> "MULTIPART_REPLY";
      case BARRIER_REQUEST -> "BARRIER_REQUEST";
      case BARRIER_REPLY -> "BARRIER_REPLY";
      case ROLE_REQUEST -> "ROLE_REQUEST";
      case ROLE_REPLY -> "ROLE_REPLY";
      default -> "message of type " + type;
    };
  }
}
