package dev.portolan.routing.state;

class SharedFolderTest extends SharedStoreContract {

    @Override
    String place() {
        return temp.resolve("state").toString();
    }
}
