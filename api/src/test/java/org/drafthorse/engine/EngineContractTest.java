package org.drafthorse.engine;

import org.drafthorse.ProtocolVersion;
import org.junit.jupiter.api.Nested;

/** The contract, for each version. */
class EngineContractTest {

  @Nested
  class Version13 extends EngineContract {
    Version13() {
      super(ProtocolVersion.V13);
    }
  }

  @Nested
  class Version8 extends EngineContract {
    Version8() {
      super(ProtocolVersion.V8);
    }
  }

  @Nested
  class Version7 extends EngineContract {
    Version7() {
      super(ProtocolVersion.V7);
    }
  }

  @Nested
  class Version00 extends EngineContract {
    Version00() {
      super(ProtocolVersion.V00);
    }
  }
}
