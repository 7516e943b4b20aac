@testable import Realm
